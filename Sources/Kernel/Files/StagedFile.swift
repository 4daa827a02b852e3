internal import Sheets
internal import Storage
internal import Supervision

/// A file that was judged row by row without keeping anybody waiting, and whose good rows are
/// ready to be stored.
///
/// Judging takes nearly all of the time of a large file and needs no writer; only storing does. If
/// what the rows were judged by has changed meanwhile, they are judged again.
struct StagedFile {
  let outcome: ImportOutcome
  /// The newest entry of the journal then.
  let head: Int
  let day: CalendarDay

  /// Of so many new records others should not have to wait for what can be done afterwards.
  static let largeRows = 5000
  var isLarge: Bool { outcome.counts.new > Self.largeRows }

  /// Stores the good rows; calls `progress` with how many of them are stored.
  let store:
    (
      _ writing: ImportWriting, _ context: ImportContext,
      _ progress: (Int) throws -> Void
    ) throws -> Void
}

/// How far an import has come.
package struct ImportProgress: Sendable {
  /// Rows read or, with a total, stored.
  package let rows: Int
  /// How many are to be stored; nil while the file is read.
  package let total: Int?

  package init(rows: Int, total: Int? = nil) {
    self.rows = rows
    self.total = total
  }
}

extension ImportRunner {
  /// Judges the rows and keeps what the good ones lead to.
  ///
  /// - Parameter folder: where there is room for what does not fit into memory.
  func stage<L: Library>(_ library: L, in folder: String) throws -> StagedFile {
    let keeper = try L.Pass.Buffer(folder: folder)
    let outcome = try run(library) { try keeper.keep($0) }
    return StagedFile(
      outcome: outcome, head: try Imports.journalHead(context.db), day: context.today
    ) { writing, context, progress in
      var pass = try library.pass(context)
      var done = 0
      try keeper.forEachBatch { steps in
        try progress(done)
        try pass.store(steps, writing)
        done += steps.count
      }
      try progress(done)
    }
  }
}

extension Imports {
  /// Judges a file and then stores its good rows with one short command.
  ///
  /// - Parameters:
  ///   - actor: nil for the house itself.
  ///   - progress: called with how far it has come; throws to stop.
  ///   - command: what belongs to the import beside its rows: makes or finds its record, calls
  ///     `store` with it, and journals.
  static func storeRows<T>(
    of opened: OpenedFile, by actor: Actor?, _ house: House,
    progress: @escaping (ImportProgress) throws -> Void,
    _ command: (
      _ outcome: ImportOutcome, _ actor: Actor, _ transaction: Transaction,
      _ store: (ImportID) throws -> Void
    ) throws -> T
  ) throws -> T {
    let folder = house.surroundings.dataFolder
    func stage(_ db: any Connection) throws -> StagedFile {
      try opened.stage(
        for: try actor ?? houseActor(db), now: house.now(), db, folder: folder
      ) { try progress(ImportProgress(rows: $0)) }
    }
    // Whoever changes the registry all the time must not keep a file waiting for ever.
    for _ in 0..<3 {
      let staged = try house.store.read(stage)
      try refuseUseless(staged.outcome.counts)
      do {
        let result = try house.perform(by: actor) { transaction in
          guard try isCurrent(staged, transaction) else { throw Outdated() }
          return try finish(staged, opened, actor, transaction, progress, command)
        }
        if staged.isLarge { completeLater(house) }
        return result
      } catch is Outdated {}
    }
    let result = try house.perform(by: actor) { transaction in
      let staged = try stage(transaction.db)
      try refuseUseless(staged.outcome.counts)
      return try finish(staged, opened, actor, transaction, progress, command)
    }
    completeLater(house)
    return result
  }

  private static func completeLater(_ house: House) {
    do {
      try house.rooms.complete(house.store, atOnce: StagedFile.largeRows)
    } catch {
      // The records are stored; the next start of the program completes what is derived from them.
      house.surroundings.log("event=completion-failed error=\"\(error)\"")
    }
  }

  private static func finish<T>(
    _ staged: StagedFile, _ opened: OpenedFile, _ actor: Actor?, _ transaction: Transaction,
    _ progress: @escaping (ImportProgress) throws -> Void,
    _ command: (ImportOutcome, Actor, Transaction, (ImportID) throws -> Void) throws -> T
  ) throws -> T {
    let actor = try actor ?? houseActor(transaction.db)
    let total = staged.outcome.counts.effective
    // An index of many new records takes longer than storing them; it is completed in pieces
    // afterwards, also when the program is stopped in between (`House.prepare`).
    transaction.leavesDerivedForLater = staged.isLarge
    return try command(staged.outcome, actor, transaction) { id in
      let context = try opened.context(for: actor, now: transaction.now, transaction.db)
      try staged.store(try ImportWriting(id, transaction), context) { done in
        try progress(ImportProgress(rows: done, total: total))
      }
    }
  }

  /// Other commands came in between, and rows may be judged otherwise now.
  private struct Outdated: Error {}

  static func journalHead(_ db: any Connection) throws -> Int {
    try db.value("SELECT number AS value FROM journal_head WHERE only_row = 1") ?? 0
  }

  private static func isCurrent(_ staged: StagedFile, _ transaction: Transaction) throws -> Bool {
    guard staged.day == transaction.now.day else { return false }
    let actions = try transaction.db.map(
      """
      SELECT DISTINCT action FROM journal WHERE number > \(staged.head) ORDER BY action LIMIT 1000
      """
    ) { try $0.get("action", as: String.self) }
    return !actions.contains(where: transaction.rooms.words.disturbsImports)
  }
}
