internal import Kernel
internal import Storage
internal import Supervision

/// The days for which people are wanted, as conditions on their rows.
///
/// A person without any row of a kind is judged by the registration alone: rows say more, they do
/// not take away. The pledge is the exception: it must be there.
struct PersonPeriod: Sendable {
  let from: CalendarDay
  let until: CalendarDay

  /// Nobody on leave on the first day.
  func isPresent(_ person: SQL) -> SQL {
    "NOT EXISTS (SELECT 1 FROM person_facts l WHERE l.person = " + person
      + " AND l.kind = 'leave' AND l.until IS NULL AND "
      + "(l.valid_from IS NULL OR l.valid_from <= \(from.iso)) AND "
      + "(l.valid_until IS NULL OR l.valid_until >= \(from.iso)))"
  }

  /// A law enforcement certificate over the whole period.
  func holdsCertificate(_ person: SQL, _ registered: SQL) -> SQL {
    holds("certificate", person, registered, " AND h.what IN ('department', 'province')")
  }

  /// A term of an expert over the whole period.
  func isHired(_ person: SQL, _ registered: SQL) -> SQL { holds("term", person, registered, "") }

  func hasPledged(_ person: SQL) -> SQL {
    "EXISTS (" + rows("pledge", person) + covers + ")"
  }

  /// A field over the whole period.
  func holdsSkill(_ person: SQL, _ field: SQL) -> SQL {
    "(EXISTS (" + rows("skill", person) + " AND h.what = " + field + covers
      + ") OR NOT EXISTS (" + rows("skill", person) + " AND h.what = " + field + "))"
  }

  /// Whether one of the items a person may check covers the field; without any item, every field.
  func mayCheck(_ person: SQL, _ field: SQL) -> SQL {
    "(NOT EXISTS (" + rows("item", person) + ") OR EXISTS (SELECT 1 FROM person_facts h "
      + "JOIN items i ON i.code = h.what JOIN item_versions v ON v.item = i.id "
      + "JOIN item_fields x ON x.version = v.id WHERE h.person = " + person
      + " AND h.kind = 'item' AND h.until IS NULL AND v.state = 'published' AND x.field = " + field
      + covers + "))"
  }

  private func holds(_ kind: String, _ person: SQL, _ registered: SQL, _ more: SQL) -> SQL {
    "(EXISTS (" + rows(kind, person) + more + covers + ") OR (NOT EXISTS (" + rows(kind, person)
      + ") AND " + registered + " >= \(until.iso)))"
  }

  private func rows(_ kind: String, _ person: SQL) -> SQL {
    "SELECT 1 FROM person_facts h WHERE h.person = " + person
      + " AND h.kind = \(kind) AND h.until IS NULL"
  }

  private var covers: SQL {
    " AND (h.valid_from IS NULL OR h.valid_from <= \(from.iso))"
      + " AND (h.valid_until IS NULL OR h.valid_until >= \(until.iso))"
  }
}
