internal import Synchronization

/// Looking for the table in a file, which is done within the request: for one file of an account at
/// a time, so that nobody holds more than one worker.
final class Recognitions: Sendable {
  private let accounts = Mutex<Set<AccountID>>([])

  /// - Throws: `Problem.conflict` while another file of the account is looked through; what `work`
  ///   throws.
  func alone<T>(_ account: AccountID, _ work: () throws -> T) throws -> T {
    let isFree = accounts.withLock { $0.insert(account).inserted }
    guard isFree else {
      throw Problem.conflict("您的另一个文件正在识别，一个账号一次只识别一个文件。请等几秒，再试一次。")
    }
    defer { accounts.withLock { _ = $0.remove(account) } }
    return try work()
  }
}
