package import Storage

/// A column of a file for import.
package struct ImportColumn: Sendable, Equatable {
  /// What stands in its cells, which says how they are cleaned before they are read.
  package enum Form: Sendable {
    /// As written; space around it is dropped.
    case text
    /// Numbers and codes: full-width digits and letters count as half-width ones.
    case code
    /// A day, also as a spreadsheet's serial number.
    case day
  }

  /// As it stands in files and exports.
  package let name: String
  /// The English name, taken as well.
  package let code: String
  /// Other usual names.
  let aliases: [String]
  let form: Form
  /// A file without it is refused.
  let isRequired: Bool
  let hint: String
  /// Numbers of people: findings tell row and column, the numbers themselves stay in the file.
  let isPersonal: Bool

  package init(
    _ name: String, _ code: String, aliases: [String] = [], form: Form = .text,
    isRequired: Bool = false, isPersonal: Bool = false, _ hint: String
  ) {
    self.name = name
    self.code = code
    self.aliases = aliases
    self.form = form
    self.isRequired = isRequired
    self.hint = hint
    self.isPersonal = isPersonal
  }
}

/// What a file brings: one of the libraries that rooms declare.
package struct ImportKind: Storable, Hashable, Sendable, CustomStringConvertible {
  let library: any Library

  package init(_ library: any Library) { self.library = library }

  package var rawValue: String { library.code }
  package var description: String { rawValue }
  package var stored: Value { .text(rawValue) }
  package var label: String { library.label }
  package var columns: [ImportColumn] { library.columns }
  package var examples: [[String]] { library.examples }

  package static func == (left: ImportKind, right: ImportKind) -> Bool {
    left.rawValue == right.rawValue
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
