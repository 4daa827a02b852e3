internal import Kernel
package import Storage
package import Supervision

/// 能力参数: what a body may test, as the annex of its certificate says: which parameter of which
/// product, by which clause of which standard, with what limits.
package enum Capabilities {}

/// The kinds of words that capabilities share.
enum TermKind: String, StoredWord, CaseIterable, Sendable {
  case category, parameter, clause, method, limits
}

/// A capability before it is stored; texts as they are shown.
package struct CapabilityDraft: Sendable, Equatable {
  /// Sites and certificates by their record numbers; 0 is the main site, the main certificate.
  var site = 0
  var certificate = 0
  package var category = ""
  package var parameter = ""
  package var standard = ""
  package var standardTitle = ""
  package var clause = ""
  package var method = ""
  package var limits = ""
  package var validFrom: CalendarDay?
  package var validUntil: CalendarDay?

  package init() {}

  /// What tells one capability of a body from another; the rest may change.
  var key: Key {
    Key(
      site: site, category: category, parameter: parameter, standard: standard, clause: clause)
  }

  struct Key: Hashable, Sendable {
    let site: Int
    package let category: String
    package let parameter: String
    package let standard: String
    package let clause: String
  }

  /// The same where it matters; a title stands with its standard.
  func isSame(as other: CapabilityDraft) -> Bool {
    key == other.key && certificate == other.certificate && method == other.method
      && limits == other.limits && validFrom == other.validFrom && validUntil == other.validUntil
  }
}

/// A line of the list of a body's capabilities.
package struct CapabilityRow: RowDecodable, Sendable {
  let number: Int
  let site: Int?
  package let siteName: String?
  let certificate: Int?
  package let certificateNumber: String?
  package let category: String
  package let parameter: String
  package let standard: String
  package let standardTitle: String
  package let clause: String
  package let method: String
  package let limits: String
  package let validFrom: CalendarDay?
  package let validUntil: CalendarDay?
  package let since: Instant
  package let until: Instant?
  let change: ChangeID

  package init(row: Row) throws {
    number = try row.get("number")
    site = try row.get("site")
    siteName = try row.get("site_name")
    certificate = try row.get("certificate")
    certificateNumber = try row.get("certificate_number")
    category = try row.get("category")
    parameter = try row.get("parameter")
    standard = try row.get("standard")
    standardTitle = try row.get("title")
    clause = try row.get("clause")
    method = try row.get("method")
    limits = try row.get("limits")
    validFrom = try row.get("valid_from")
    validUntil = try row.get("valid_until")
    since = Instant(milliseconds: try row.get("since"))
    until = try row.get("until", as: Int64?.self).map { Instant(milliseconds: $0) }
    change = try row.get("change")
  }

  var draft: CapabilityDraft {
    var draft = CapabilityDraft()
    draft.site = site ?? 0
    draft.certificate = certificate ?? 0
    draft.category = category
    draft.parameter = parameter
    draft.standard = standard
    draft.standardTitle = standardTitle
    draft.clause = clause
    draft.method = method
    draft.limits = limits
    draft.validFrom = validFrom
    draft.validUntil = validUntil
    return draft
  }

  /// Whether the annex says that it holds on a day.
  package func isInForce(on day: CalendarDay) -> Bool {
    (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
  }

  /// `GB 5009.12-2023 第一法`.
  package var basis: String { clause.isEmpty ? standard : "\(standard) \(clause)" }
}

/// A standard's code in the one way it is kept: `GB/T 5009.12-2023`.
enum StandardCode {
  /// Half-width, upper case, one space between the letters and the number, a plain hyphen before
  /// the year.
  static func normalized(_ text: String) -> String {
    var code = String.UnicodeScalarView()
    var isAfterSpace = false
    for scalar in text.unicodeScalars {
      guard let folded = FoldedText(String(scalar)).scalars.first else {
        isAfterSpace = true
        continue
      }
      if isAfterSpace, let last = code.last, last != "-", folded != "-" { code.append(" ") }
      isAfterSpace = false
      code.append(folded)
    }
    // `GB5009.12` and `GB/T5009.12` miss their space; `DB31/T` has digits of its own.
    guard !code.contains(" "), let digit = code.firstIndex(where: { ("0"..."9").contains($0) }),
      digit > code.startIndex, code[..<digit].allSatisfy({ isLetter($0) || $0 == "/" }),
      !String(code[..<digit]).hasPrefix("DB")
    else { return String(code) }
    return String(code[..<digit]) + " " + String(code[digit...])
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }

  /// Without its year: `GB/T5009.12`, folded.
  static func withoutYear(_ folded: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    guard let dash = folded.lastIndex(of: "-"), folded.count - dash == 5,
      folded[(dash + 1)...].allSatisfy({ ("0"..."9").contains($0) })
    else { return folded[...] }
    return folded[..<dash]
  }
}
