internal import Storage

/// A column of a file for import.
struct ImportColumn: Sendable, Equatable {
  /// What stands in its cells, which says how they are cleaned before they are read.
  enum Form: Sendable {
    /// As written; space around it is dropped.
    case text
    /// Numbers and codes: full-width digits and letters count as half-width ones.
    case code
    /// A day, also as a spreadsheet's serial number.
    case day
  }

  /// As it stands in files and exports.
  let name: String
  /// The English name, taken as well.
  let code: String
  /// Other usual names.
  let aliases: [String]
  let form: Form
  /// A file without it is refused.
  let isRequired: Bool
  let hint: String

  init(
    _ name: String, _ code: String, aliases: [String] = [], form: Form = .text,
    isRequired: Bool = false, _ hint: String
  ) {
    self.name = name
    self.code = code
    self.aliases = aliases
    self.form = form
    self.isRequired = isRequired
    self.hint = hint
  }
}

/// What a file brings: the code of one of `Registry.libraries`.
package struct ImportKind: StoredWord, Hashable, CaseIterable, Sendable, CustomStringConvertible {
  package let rawValue: String
  package var description: String { rawValue }

  private init(_ code: String) { rawValue = code }

  /// - Returns: nil when there is no such library.
  package init?(rawValue: String) {
    guard Registry.libraries.contains(where: { $0.code == rawValue }) else { return nil }
    self.rawValue = rawValue
  }

  package static let bodies = ImportKind("bodies")
  package static let inspectors = ImportKind("inspectors")
  package static let experts = ImportKind("experts")
  package static let conflicts = ImportKind("conflicts")
  package static let calendar = ImportKind("calendar")
  package static let capabilities = ImportKind("capabilities")

  package static var allCases: [ImportKind] { Registry.libraries.map { ImportKind($0.code) } }

  var library: any Library {
    guard let found = Registry.libraries.first(where: { $0.code == rawValue }) else {
      preconditionFailure("no library \(rawValue)")
    }
    return found
  }

  /// What this person may bring, in the order of the menus.
  static func brought(by actor: Actor) -> [ImportKind] {
    allCases.filter { actor.may($0.library.permission) }
  }

  /// What this person may take out.
  static func takenOut(by actor: Actor) -> [ImportKind] {
    actor.may(.readRegistry) ? allCases : brought(by: actor)
  }

  package var label: String { library.label }
  var columns: [ImportColumn] { library.columns }
  var examples: [[String]] { library.examples }
}
