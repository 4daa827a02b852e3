internal import Kernel
internal import Storage
internal import Supervision

// Everybody as they were registered at a moment, for the export. What the lists show beside the
// registration comes from the rows of then: certificate, fields, term.
extension People {
  /// Every inspector the filter admits, by region; 500 at a time in memory.
  static func forEachInspector(
    at moment: Instant, _ filter: PersonFilter, in scope: RegionScope, _ db: any Connection,
    _ visit: (Inspector, [String]) throws -> Void
  ) throws {
    var part: [Inspector] = []
    func flush() throws {
      let facts = try facts(of: part.map(\.code), at: moment, db)
      for var person in part {
        let known = facts[person.code] ?? []
        if let main = mainCertificate(known), let until = main.validUntil {
          person.certificateNumber = main.number
          person.certificateUntil = until
        }
        let skills = skills(known)
        if filter.admits(person, skills) { try visit(person, skills) }
      }
      part.removeAll(keepingCapacity: true)
    }
    let then = AsOf(moment: moment)
    try db.stream(
      """
      SELECT p.id, p.code, v.name, t.department, v.authority, t.name AS authority_name, v.region,
        p.certificate_number, p.certificate_until, v.status, p.import, v.since AS updated_at
      FROM person_versions v JOIN inspectors p ON p.code = v.person
      JOIN authorities t ON t.id = v.authority WHERE
      """ + " " + then.condition("v.since", "v.until") + " AND " + scope.condition("v.region")
        + " ORDER BY v.region, v.name, p.id"
    ) { row in
      part.append(try Inspector(row: row))
      if part.count == 500 { try flush() }
    }
    try flush()
  }

  /// Every expert the filter admits, by region; 500 at a time in memory.
  static func forEachExpert(
    at moment: Instant, _ filter: PersonFilter, in scope: RegionScope, _ db: any Connection,
    _ visit: (Expert, [String]) throws -> Void
  ) throws {
    var part: [Expert] = []
    func flush() throws {
      let facts = try facts(of: part.map(\.code), at: moment, db)
      for var person in part {
        let known = facts[person.code] ?? []
        let terms = known.filter { $0.kind == .term }.compactMap(\.draft.validUntil)
        person.validUntil = terms.max() ?? person.validUntil
        let fields = skills(known)
        if filter.admits(person, fields) { try visit(person, fields) }
      }
      part.removeAll(keepingCapacity: true)
    }
    let then = AsOf(moment: moment)
    try db.stream(
      """
      SELECT p.id, p.code, v.name, v.employer, v.title, v.region, p.valid_until, v.status,
        p.import, v.since AS updated_at
      FROM person_versions v JOIN experts p ON p.code = v.person WHERE
      """ + " " + then.condition("v.since", "v.until") + " AND " + scope.condition("v.region")
        + " ORDER BY v.region, v.name, p.id"
    ) { row in
      part.append(try Expert(row: row))
      if part.count == 500 { try flush() }
    }
    try flush()
  }

  private static func facts(
    of people: [String], at moment: Instant, _ db: any Connection
  ) throws -> [String: [PersonFact]] {
    guard !people.isEmpty else { return [:] }
    var facts: [String: [PersonFact]] = [:]
    try db.forEachRow(
      "SELECT f.person, " + PersonFact.columns + " FROM person_facts f WHERE "
        + .among("f.person", people) + " AND f.kind IN ('certificate', 'skill', 'term') AND "
        + AsOf(moment: moment).condition("f.since", "f.until")
        + " ORDER BY f.person, f.id LIMIT 100000"
    ) { facts[try $0.get("person"), default: []].append(try PersonFact(row: $0)) }
    return facts
  }

  private static func skills(_ facts: [PersonFact]) -> [String] {
    Set(facts.filter { $0.kind == .skill }.map(\.draft.what)).sorted()
  }
}

extension PersonFilter {
  /// The same judgement as the list's, on somebody as they were.
  func admits(_ person: Inspector, _ skills: [String]) -> Bool {
    (department.isEmpty || person.department == department)
      && admits(
        person.region, person.status, skills,
        [person.name, person.code, person.certificateNumber])
  }

  func admits(_ person: Expert, _ fields: [String]) -> Bool {
    admits(person.region, person.status, fields, [person.name, person.code, person.employer])
  }

  private func admits(
    _ place: String, _ state: PersonStatus, _ fields: [String], _ texts: [String]
  ) -> Bool {
    guard region.isEmpty || RegionScope(region: region).contains(place) else { return false }
    guard status == nil || status == state else { return false }
    guard field.isEmpty || fields.contains(field) else { return false }
    let wanted = FoldedText(text).scalars
    return wanted.isEmpty || texts.contains { FoldedText($0).firstPlace(of: wanted) != nil }
  }
}
