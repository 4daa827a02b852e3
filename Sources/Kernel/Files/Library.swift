package import HTTP
package import Storage
package import Supervision

/// How files come into one library of the registry and go out of it.
///
/// One description for template, import, export and command line, so that what is exported can be
/// imported unchanged. A library is declared by its room (`Room.datasets`), and everything else follows.
///
///     struct ExpertLibrary: Library {
///       let code = "experts"
///       let label = "专家"
///       …
///       func pass(_ context: ImportContext) throws -> ExpertPass { try ExpertPass(context) }
///     }
package protocol Library: Sendable {
  associatedtype Pass: LibraryPass

  /// In addresses, on the command line and in the store: `a-z` and `-`.
  var code: String { get }
  /// What its records are called.
  var label: String { get }
  /// In the order of template and export.
  var columns: [ImportColumn] { get }
  /// What a person must be allowed to do to bring such files.
  var permission: Permission { get }
  /// Rows that show how to fill the template in; invented names; as many cells as columns.
  var examples: [[String]] { get }

  /// - Throws: `Problem.refused` saying whose it is, when this person may not bring such files.
  func requireKeeper(_ actor: Actor, _ db: any Connection) throws

  /// Begins one way through a file.
  func pass(_ context: ImportContext) throws -> Pass

  /// Hands every record the person may see to `write`, cells in the order of `columns`, row by row
  /// out of the store (`Connection.stream`), so that memory does not grow with their number.
  ///
  /// Cells are written as an import reads them: names or codes, days as ISO text.
  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void) throws
}

extension Library {
  package var permission: Permission { .changeRegistry }

  package func requireKeeper(_ actor: Actor, _ db: any Connection) throws {
    try Keeper.requireKeeper(actor)
  }
}

/// One way through a file: reads its rows, compares them with the store, stores what they bring.
///
/// Rows come in batches in the order of the file. With 1 000 000 rows nothing may be kept of a row
/// once its batch is done; `RowIntake.claim` finds doubled keys with some bytes for each. All rows
/// are read before the first is stored, and those who store are another pass: what `read` has
/// learned is not there any more.
package protocol LibraryPass {
  /// What a row leads to.
  associatedtype Step: Sendable
  /// Where steps wait until all rows have been read; `StepsOnDisk` for libraries of millions.
  associatedtype Buffer: StepKeeper = StepsInMemory<Step> where Buffer.Step == Step

  /// Called before the rows of a batch are read: the place to ask the store for all of them at once.
  mutating func prepare(_ rows: [RowIntake]) throws

  /// Reads a row, notes what is wrong with its cells, and compares it with the store.
  ///
  /// - Returns: nil when the row is refused (`RowIntake.isRefused`).
  mutating func read(_ row: inout RowIntake) throws -> RowOutcome<Step>?

  /// Stores what a batch brings, with a few statements where that is faster.
  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws

  /// What is to be said about the file as a whole, after its last row.
  mutating func finish() throws -> [ImportFinding]
}

extension LibraryPass {
  package mutating func prepare(_ rows: [RowIntake]) throws {}
  package mutating func finish() throws -> [ImportFinding] { [] }
}

/// What a row does to the store.
package enum RowOutcome<Step: Sendable>: Sendable {
  case new(Step)
  case changed(Step)
  /// The record holds no longer.
  case ended(Step)
  /// Already stored exactly like this.
  case same
}

/// What a pass through a file needs to know.
package struct ImportContext {
  /// Who brings the file.
  package let actor: Actor
  package let now: Instant
  /// Which column of the file is which.
  package let columns: ImportColumns
  /// Reads cells; knows regions, fields, departments and the person's scope.
  package let reader: CellReader
  /// The store as it is now; while rows are read it cannot be changed.
  package let db: any Connection

  package var today: CalendarDay { now.day }
}

/// What a pass stores with.
package struct ImportWriting {
  package let transaction: Transaction
  /// The import all of it comes from.
  package let source: ImportID
  /// What every fact the file brings names as its origin.
  package let change: ChangeID

  init(_ source: ImportID, _ transaction: Transaction) throws {
    self.transaction = transaction
    self.source = source
    change = try Changes.change(.import, import: source, transaction)
  }

  package var db: any Connection { transaction.db }
}

/// What is taken out of a library.
package struct ExportRequest {
  /// Who asks; only what they may see goes out.
  package let actor: Actor
  /// The filters of the list page, as they stand in its address.
  package let filter: Fields
  /// The state of then; nil for what holds now. A library without history refuses it.
  package let asOf: Instant?
  package let now: Instant
}
