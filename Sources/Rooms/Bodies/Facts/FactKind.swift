package import Kernel
internal import Storage

/// One column of a kind of fact: how it is stored, asked for, read and shown.
package struct FactColumn: Sendable {
  package enum Content: Sendable {
    case text(limit: Int)
    /// Of several lines.
    case long(limit: Int)
    case day
    case code(RegistryCodeKind)
    case word([(code: String, label: String)])
    /// Yuan on screens, fen in the store.
    case money
    case region
    /// One of the body's sites; may be left open.
    case site
    /// Another body, by its credit code.
    case body
    /// Personal: shown masked.
    case phone, identity
  }

  /// The column of the table and the field of the form.
  let name: StaticString
  package let caption: String
  package let content: Content
  var isRequired = false
  /// Stays as it is once registered.
  var isFixed = false
  /// Whether the list on the page has a column for it.
  package var isListed = true
  var hint: String?

  package var key: String { name.description }
  var sql: SQL { SQL(stringLiteral: name) }

  package var isPersonal: Bool {
    switch content {
    case .phone, .identity: true
    default: false
    }
  }

  package var isDay: Bool { if case .day = content { true } else { false } }
}

/// A kind of facts that a body has in lists: persons, instruments, certificates …
///
/// One description serves the page, the form, what it was at an earlier day, the history, the
/// dossier's tables and files in and out.
package struct FactKind: Sendable {
  /// How what was is kept.
  enum Keeping: Sendable {
    /// A changed row is ended and another one begins that `follows` it.
    case rows
    /// The row stays, since others point to it; earlier states stand in `table` under `owner`.
    case versions(table: SQL, owner: SQL)
  }

  /// In addresses and files.
  package let code: String
  package let title: String
  /// Counts one of them: `名`, `台`.
  package let counter: String
  let explanation: String
  let table: SQL
  let keeping: Keeping
  package let columns: [FactColumn]
  /// What no two of a body that hold at once may share; empty where they may.
  let unique: [String]
  /// What names one of them in a sentence.
  let naming: [String]
  let order: SQL
  /// Whether fields (检验检测领域) belong to it, as rows.
  package var hasFields = false
  /// The last day of a paper, to be warned of.
  var expiry: String?

  func column(_ key: String) -> FactColumn? { columns.first { $0.key == key } }
  package func place(_ key: String) -> Int? { columns.firstIndex { $0.key == key } }

  var keepsRow: Bool { if case .versions = keeping { true } else { false } }
}
