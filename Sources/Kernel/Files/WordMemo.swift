internal import Synchronization

/// Remembers what words mean in one table, as long as one file or form is read.
final class WordMemo: Sendable {
  private struct Key: Hashable {
    let table: String
    let word: String
  }

  private static let limit = 4096
  private let known = Mutex<[Key: Result<[String], CellFault>]>([:])

  /// The codes a word means, found out once.
  func meaning(
    of word: String, _ table: String, _ find: () throws(CellFault) -> [String]
  ) throws(CellFault) -> [String] {
    let key = Key(table: table, word: word)
    if let result = known.withLock({ $0[key] }) { return try result.get() }
    let result: Result<[String], CellFault>
    do throws(CellFault) {
      result = .success(try find())
    } catch {
      result = .failure(error)
    }
    known.withLock { known in
      if known.count < Self.limit { known[key] = result }
    }
    return try result.get()
  }
}
