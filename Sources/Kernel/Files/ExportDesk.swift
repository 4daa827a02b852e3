internal import Crypto
internal import Dispatch
internal import Glibc
internal import HTTP
internal import Supervision
internal import Synchronization

/// A table on disk, ready to be taken away.
struct FinishedTable: Sendable {
  let path: String
  let size: Int
  let type: String
  let fileName: String

  func response(removing: Bool) -> Response {
    .file(path: path, size: size, type: type, fileName: fileName, removing: removing)
  }
}

/// A table that is being written for somebody.
final class ExportRun: Sendable {
  private struct State {
    var rows = 0
    var isCancelled = false
    /// Nobody has to wait for it within a request any more.
    var isLarge = false
    var outcome: Result<FinishedTable, any Error>?
    var end: Instant?
  }

  let id: String
  /// Only they may see and take it.
  let account: AccountID
  /// What is written: `能力参数（XLSX）`.
  let title: String
  /// A table of more rows goes on without its request.
  static let promptRows = 20_000
  private let state = Mutex(State())
  private let news = DispatchSemaphore(value: 0)

  fileprivate init(id: String, account: AccountID, title: String) {
    self.id = id
    self.account = account
    self.title = title
  }

  var rows: Int { state.withLock { $0.rows } }
  /// Nil while it is being written.
  var outcome: Result<FinishedTable, any Error>? { state.withLock { $0.outcome } }
  fileprivate var end: Instant? { state.withLock { $0.end } }

  /// - Throws: `Jobs.Cancelled` when somebody wants it to stop.
  func report(_ rows: Int) throws {
    let isCancelled = state.withLock { state in
      state.rows = rows
      return state.isCancelled
    }
    if isCancelled { throw Jobs.Cancelled() }
    if rows > Self.promptRows { letGo() }
  }

  func cancel() { state.withLock { $0.isCancelled = true } }

  /// Lets the request go that waits for it.
  fileprivate func letGo() {
    let isNews = state.withLock { state in
      defer { state.isLarge = true }
      return !state.isLarge
    }
    if isNews { news.signal() }
  }

  fileprivate func finish(_ outcome: Result<FinishedTable, any Error>, at end: Instant) {
    state.withLock { state in
      state.outcome = outcome
      state.end = end
    }
    letGo()
  }

  /// Waits until it is written or turns out to be large.
  ///
  /// - Returns: nil when it goes on without the request.
  fileprivate func settled() -> Result<FinishedTable, any Error>? {
    news.wait()
    return outcome
  }
}

/// Tables on their way out. A small one is answered at once; a large one goes on when the request
/// is over, and waits for an hour to be taken, as often as it is wanted.
///
/// What is written lives in this process only; after a stop it is asked for again.
package final class ExportDesk: Sendable {
  private struct State {
    var runs: [String: ExportRun] = [:]
    var isStopped = false
  }

  /// So many at once; who comes later waits in turn, on a page and not in the request.
  private static let atOnce = 3
  private static let keptMinutes = 60
  private let state = Mutex(State())
  private let places = DispatchSemaphore(value: atOnce)
  private let running = DispatchGroup()
  private let queue = DispatchQueue(label: "mingcha.exports", attributes: .concurrent)

  package init() {}

  /// Writes a table and answers with it, or with the page that tells how far it has come.
  ///
  /// - Parameter work: writes the table, reporting its rows; runs on another thread.
  /// - Throws: what `work` throws before the table is large.
  func answer(
    _ title: String, for actor: Actor, _ house: House,
    _ work: @escaping @Sendable (ExportRun) throws -> FinishedTable
  ) throws -> Response {
    let run = ExportRun(
      id: hex(house.surroundings.entropy.bytes(16)), account: actor.account, title: title)
    try begin(run, house, work)
    guard let outcome = run.settled() else {
      return .redirect(to: Link.exportRun(run.id).address)
    }
    // It came within the request and goes with the answer.
    state.withLock { $0.runs[run.id] = nil }
    return try outcome.get().response(removing: true)
  }

  private func begin(
    _ run: ExportRun, _ house: House,
    _ work: @escaping @Sendable (ExportRun) throws -> FinishedTable
  ) throws {
    forget(before: house.now().adding(minutes: -Self.keptMinutes))
    let isStopped = state.withLock { state in
      if state.isStopped { return true }
      let others = state.runs.values.count { $0.outcome == nil }
      state.runs[run.id] = run
      if others >= Self.atOnce { run.letGo() }
      running.enter()
      return false
    }
    guard !isStopped else { throw Problem.refused("服务器正在停止，请稍后再导出。") }
    queue.async {
      self.places.wait()
      let outcome = Result {
        try run.report(0)
        return try work(run)
      }
      if case .failure(let error) = outcome { Self.log(error, house) }
      run.finish(outcome, at: house.now())
      self.places.signal()
      self.running.leave()
    }
  }

  private static func log(_ error: any Error, _ house: House) {
    switch error {
    case is Jobs.Cancelled, Problem.refused: return
    default: house.surroundings.log("event=export-failed error=\"\(error)\"")
    }
  }

  /// The table of that number, for who asked for it.
  func run(_ id: String, of actor: Actor) -> ExportRun? {
    state.withLock { $0.runs[id] }.flatMap { $0.account == actor.account ? $0 : nil }
  }

  /// Removes tables that nobody has wanted for long.
  private func forget(before limit: Instant) {
    let old = state.withLock { state in
      let old = state.runs.values.filter { $0.end.map { $0 < limit } ?? false }
      for run in old { state.runs[run.id] = nil }
      return old
    }
    for run in old { Self.remove(run) }
  }

  private static func remove(_ run: ExportRun) {
    if case .success(let table) = run.outcome { unsafe unlink(table.path) }
  }

  /// Waits until nothing is being written.
  package func wait() { running.wait() }

  /// Asks everything to stop, begins nothing more, waits, and removes what nobody has taken.
  package func stop() {
    let runs = state.withLock { state in
      state.isStopped = true
      return Array(state.runs.values)
    }
    for run in runs { run.cancel() }
    running.wait()
    for run in runs { Self.remove(run) }
  }
}
