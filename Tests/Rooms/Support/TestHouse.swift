import Crypto
import Foundation
import HTTP
import Storage
import StorageSQLite
import Supervision
import Synchronization
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

/// A clock that tests set.
final class TestClock: Sendable {
  private let moment: Mutex<Instant>
  init(_ text: String) throws {
    moment = Mutex(try #require(Instant(local: text)))
  }
  var now: Instant { moment.withLock { $0 } }
  func set(_ text: String) throws {
    let new = try #require(Instant(local: text))
    moment.withLock { $0 = new }
  }
  func advance(minutes: Int) { moment.withLock { $0 = $0.adding(minutes: minutes) } }
  func advance(days: Int) { moment.withLock { $0 = $0.adding(days: days) } }
}

/// A whole house on a real store, with a settable clock and known entropy.
final class TestHouse {
  static let password = "Kranich-Ufer-2026"
  private static let encodedPassword =
    (try? PasswordHash.make(
      password, salt: Array("test-salt-test-salt".utf8), memoryKiB: 64, iterations: 1))
    ?? ""

  let house: House
  let store: any Store
  let clock: TestClock
  let folder: URL
  private let ownsStore: Bool

  /// On SQLite in a folder of its own; or on the store given, which the caller closes.
  ///
  /// - Parameter secondFactor: whether planners, supervisors and administrators need one, as in a
  ///   house that nobody has set otherwise.
  init(
    _ given: (any Store)? = nil, at moment: String = "2026-06-01T09:00",
    secondFactor: Bool = false, provider: IdentityProvider? = nil
  ) throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-house-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ownsStore = given == nil
    store =
      try given
      ?? SQLiteStore(
        path: folder.appending(path: "mingcha.db").path, waitSeconds: 600)
    clock = try TestClock(moment)
    let clock = clock
    try House.prepare(store, now: clock.now)
    house = try House(
      store: store,
      surroundings: Surroundings(
        now: { clock.now }, entropy: SeededEntropy(moment), dataFolder: folder.path,
        isSecure: false, log: { _ in }),
      metrics: Metrics(), gzip: { $0 }, given: [SignInProvider(provider)])
    if !secondFactor {
      // Not through a command: tests count what is in the journal.
      try store.write { db in
        _ = try db.execute(
          """
          INSERT INTO account_rules (rule, value, set_at) VALUES ('second-factor', 0, 0)
          ON CONFLICT (rule) DO NOTHING
          """)
      }
    }
  }

  deinit {
    if ownsStore { store.close() }
    try? FileManager.default.removeItem(at: folder)
  }

  // MARK: people

  /// An authority by name, made when it is not there.
  @discardableResult
  func authority(
    _ name: String = "上海市市场监督管理局", department: String = "market", level: String = "city",
    region: String = "310000"
  ) throws -> AuthorityID {
    try store.write { db in
      if let known: AuthorityID = try db.value(
        "SELECT id AS value FROM authorities WHERE name = \(name)")
      {
        return known
      }
      let made: AuthorityID? = try db.value(
        """
        INSERT INTO authorities (code, name, department, level, region)
        VALUES (\(name), \(name), \(department), \(level), \(region)) RETURNING id AS value
        """)
      return try #require(made)
    }
  }

  /// An account of an authority (made when missing), or of a body.
  @discardableResult
  func account(
    _ login: String, roles: Set<Role>, authority: String = "上海市市场监督管理局",
    department: String = "market", level: String = "city", region: String = "310000",
    body: BodyID? = nil, inspector: InspectorID? = nil
  ) throws -> Actor {
    let authority =
      body == nil
      ? try self.authority(authority, department: department, level: level, region: region) : nil
    try house.perform(by: nil) { transaction in
      let id = try Accounts.insert(
        NewAccount(
          login: login, name: login, password: "", authority: authority, body: body,
          inspector: inspector, roles: roles),
        encodedPassword: TestHouse.encodedPassword, transaction)
      transaction.journal("account.create", ("account", id.description))
    }
    return try #require(try store.read { try Accounts.actor(login: login, $0) })
  }

  /// A browser nobody has signed in with.
  func visitor() -> TestClient { TestClient(house) }

  /// A browser signed in through the real sign-in page.
  func client(_ login: String, password: String = TestHouse.password) throws -> TestClient {
    let client = TestClient(house)
    _ = try client.get("/sign-in")
    let answer = try client.post("/sign-in", [("login", login), ("password", password)])
    try #require(answer.status == 303, "sign-in of \(login): \(answer.text)")
    return client
  }

  /// A browser signed in with an initial password, which is changed at once as the house asks.
  func newcomer(_ login: String, initial: String) throws -> TestClient {
    let client = try self.client(login, password: initial)
    let changed = try client.post(
      "/account/password", [("old", initial), ("new", "Eigenes-Wort-2026")])
    try #require(changed.status == 303, "\(changed.text)")
    return client
  }
}

/// What came back.
struct TestAnswer {
  let status: Int
  let headers: [(name: String, value: String)]
  let bytes: [UInt8]
  var text: String { String(decoding: bytes, as: UTF8.self) }
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
  /// Where a redirect leads.
  var location: String { header("location") ?? "" }
}

/// A browser without a socket: keeps cookies, sends the form token of the page it saw last.
final class TestClient {
  private let house: House
  private var cookies: [String: String] = [:]
  /// The token in the last page that had a form.
  private(set) var formToken = ""

  init(_ house: House) { self.house = house }

  func get(_ address: String) throws -> TestAnswer {
    try send(.get, address, form: Fields(), files: [])
  }

  /// Posts a form as the last page would have sent it; asks for a page first when none was seen.
  func post(
    _ address: String, _ fields: [(String, String)] = [], files: [UploadedFile] = [],
    token: String? = nil
  ) throws -> TestAnswer {
    if formToken.isEmpty, token == nil {
      _ = try get(cookies[House.sessionCookie] == nil ? "/sign-in" : "/account")
    }
    return try send(
      .post, address, form: Fields(fields + [("form-token", token ?? formToken)]), files: files)
  }

  /// Follows redirects to a page.
  func follow(_ answer: TestAnswer) throws -> TestAnswer {
    var answer = answer
    while answer.status == 303 { answer = try get(answer.location) }
    return answer
  }

  private func send(_ method: HTTP.Method, _ address: String, form: Fields, files: [UploadedFile])
    throws -> TestAnswer
  {
    let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
    let query = try #require(
      Fields.parse(urlEncoded: Array((parts.count > 1 ? parts[1] : "").utf8)))
    let cookie = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    let request = Request(
      method: method, path: parts[0], query: query, form: form, files: files,
      headers: [("Cookie", cookie), ("User-Agent", "TestClient")])
    let response = house.handle(request)
    for header in response.headers where header.name.lowercased() == "set-cookie" {
      let pair = header.value.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
      cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : nil
      // Forms of before belong to somebody else now.
      if pair[0] == House.sessionCookie { formToken = "" }
    }
    let bytes: [UInt8]
    switch response.body {
    case .bytes(let content): bytes = content
    case .file(let path, _):
      bytes = Array(try Data(contentsOf: URL(filePath: path)))
      if response.removesFile { try FileManager.default.removeItem(atPath: path) }
    case .empty: bytes = []
    }
    let answer = TestAnswer(status: response.status, headers: response.headers, bytes: bytes)
    if let found = answer.text.firstMatch(of: #/name="form-token" value="([^"]+)"/#) {
      formToken = String(found.1)
    }
    return answer
  }
}
