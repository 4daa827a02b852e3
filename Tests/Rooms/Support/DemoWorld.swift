import Crypto
import Foundation
import HTTP
import Storage
import StorageSQLite
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

/// One demo, made once for all tests that only look at it, and the house that serves it.
final class DemoWorld: Sendable {
  static let today = "2026-11-20"
  static let shared = Result { try DemoWorld() }

  let house: House
  let store: any Store

  private init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-world-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try SQLiteStore(path: folder.appending(path: "mingcha.db").path, waitSeconds: 600)
    let day = try #require(CalendarDay(iso: DemoWorld.today))
    try House.prepare(store, now: day.start)
    _ = try Demo.generate(
      DemoOptions(bodies: 400, seed: 3, today: day), store: store, dataFolder: folder.path,
      progress: { _ in })
    let now = day.start.adding(hours: 8)
    house = try House(
      store: store,
      surroundings: Surroundings(
        now: { now }, entropy: SeededEntropy("world"), dataFolder: folder.path, isSecure: false,
        log: { _ in }),
      metrics: Metrics(), gzip: { $0 })
  }

  /// A number from the demo: `SELECT … AS value`.
  func number(_ sql: SQL) throws -> Int {
    try #require(try store.read { try $0.value(sql, as: Int.self) })
  }

  /// A request with a session of this account.
  func send(
    _ method: HTTP.Method, _ path: String, as login: String?, form: [(String, String)] = [],
    hasToken: Bool = true
  ) throws -> Response {
    var headers: [(String, String)] = []
    var fields = form
    if let login {
      let token = try token(of: login)
      headers.append(("Cookie", "\(House.sessionCookie)=\(token)"))
      if hasToken { fields.append(("form-token", House.formToken(for: token))) }
    }
    return house.handle(
      Request(method: method, path: path, form: Fields(fields), headers: headers))
  }

  private func token(of login: String) throws -> String {
    let actor = try #require(try store.read { try Accounts.actor(login: login, $0) }, "\(login)")
    return try Accounts.openSession(for: actor, address: "-", agent: "-", house: house)
  }
}
