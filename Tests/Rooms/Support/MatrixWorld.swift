import Crypto
import Foundation
import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Backup
@testable import Composition
@testable import Kernel

/// Where somebody works.
struct Position: CustomStringConvertible {
  let name: String
  let department: String
  let level: String
  let region: String
  /// The authority's number in the world.
  var authority = 0
  var description: String { name }

  /// Whether a region is the own one or below it.
  func contains(_ other: String) -> Bool {
    region.hasSuffix("0000")
      ? other.prefix(2) == region.prefix(2)
      : region.hasSuffix("00") ? other.prefix(4) == region.prefix(4) : other == region
  }
}

/// The demo on one engine with people of every role at every position; what they do is undone.
final class MatrixWorld {
  /// The city's bureau whose plan it is, one below, one beside that, departments that take part and
  /// that do not, a unit that is no region, another city.
  static let places = [
    Position(name: "city", department: "market", level: "city", region: "310000"),
    Position(name: "district", department: "market", level: "district", region: "310115"),
    Position(name: "sibling", department: "market", level: "district", region: "310104"),
    Position(name: "partner", department: "police", level: "city", region: "310000"),
    Position(name: "partner-district", department: "police", level: "district", region: "310115"),
    Position(name: "stranger", department: "water", level: "city", region: "310000"),
    Position(name: "unit", department: "market", level: "unit", region: "310000"),
    Position(name: "elsewhere", department: "market", level: "city", region: "140200"),
  ]

  let store: any Store
  private(set) var positions: [Position] = []
  private let house: House
  private let database: TestDatabase
  private let folder: URL
  private var tokens: [String: String] = [:]

  init(on engine: EngineUnderTest) throws {
    database = try TestDatabase(on: engine)
    folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-matrix-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let demo = try DemoWorld.shared.get()
    let copy = folder.appending(path: "copy").path
    _ = try Backup.make(
      of: demo.store, dataFolder: demo.house.surroundings.dataFolder, to: copy, key: nil,
      now: demo.house.now(), entropy: SystemEntropy(), progress: { _ in })
    store = try database.open()
    _ = try Backup.restore(
      copy, key: nil, into: store, dataFolder: folder.path, progress: { _ in })
    let now = demo.house.now()
    house = try House(
      store: RehearsalStore(store),
      surroundings: Surroundings(
        now: { now }, entropy: SystemEntropy(), dataFolder: folder.path, isSecure: false,
        log: { _ in }),
      metrics: Metrics(), gzip: { $0 })
    try settle(now)
  }

  deinit {
    database.remove()
    try? FileManager.default.removeItem(at: folder)
  }

  func login(_ role: Role, _ position: Position) -> String { "\(position.name)-\(role.rawValue)" }

  private func settle(_ now: Instant) throws {
    let house = try House(
      store: store, surroundings: self.house.surroundings, metrics: Metrics(),
      gzip: { $0 })
    try house.perform(by: nil) { transaction in
      for var place in Self.places {
        let known: AuthorityID? = try transaction.db.value(
          """
          SELECT id AS value FROM authorities WHERE department = \(place.department)
            AND region = \(place.region) AND level = \(place.level) ORDER BY id LIMIT 1
          """)
        let authority =
          try known
          ?? Accounts.insertAuthority(
            code: "matrix-\(place.name)", name: "矩阵\(place.name)", department: place.department,
            level: place.level, region: place.region, transaction)
        place.authority = authority.number
        positions.append(place)
        for role in Role.allCases where role != .body {
          try Accounts.insert(
            NewAccount(
              login: login(role, place), name: login(role, place), password: "",
              authority: authority, roles: [role]),
            encodedPassword: "-", transaction)
        }
      }
      try addForeignFiles(transaction.db)
      transaction.journal("account.create", ("house", "1"))
    }
    for place in positions {
      for role in Role.allCases where role != .body {
        let login = login(role, place)
        let actor = try #require(try store.read { try Accounts.actor(login: login, $0) })
        tokens[login] = try Accounts.openSession(
          for: actor, address: "-", agent: "-", house: house)
      }
    }
  }

  /// A file that another department brought, and one of a library that others keep.
  private func addForeignFiles(_ db: any Connection) throws {
    try addFile("inspectors", like: "inspectors", of: "partner", db)
    try addFile("authorities", like: "bodies", of: "city", db)
  }

  private func addFile(
    _ kind: String, like known: String, of position: String, _ db: any Connection
  ) throws {
    let owner = positions.first { $0.name == position }
    let made: Int? = try db.value(
      """
      INSERT INTO imports (kind, file_name, file_digest, file_size, encoding, rows_read, rows_new,
        rows_changed, rows_same, rows_refused, state, authority, at, header_row)
      SELECT \(kind), file_name, file_digest, file_size, encoding, rows_read, rows_new, rows_changed,
        rows_same, rows_refused, state, \(owner?.authority), at, header_row
      FROM imports WHERE kind = \(known) ORDER BY id LIMIT 1 RETURNING id AS value
      """)
    try db.execute(
      """
      INSERT INTO import_columns (import, code, place)
      SELECT \(made), c.code, c.place FROM import_columns c JOIN imports i ON i.id = c.import
      WHERE i.id = (SELECT min(id) FROM imports WHERE kind = \(known))
      """)
  }

  /// The status of a request; nothing of it stays.
  func status(_ method: HTTP.Method, _ path: String, as login: String) throws -> Int {
    let token = try #require(tokens[login])
    return house.handle(
      Request(
        method: method, path: path, form: Fields([("form-token", House.formToken(for: token))]),
        headers: [("Cookie", "\(House.sessionCookie)=\(token)")])
    ).status
  }

  /// Rows as text, by column.
  func rows(_ sql: SQL) throws -> [[String: String]] {
    try store.read { db in
      try db.map(sql) { row in
        Dictionary(
          uniqueKeysWithValues: row.all.map { column in
            switch column.value {
            case .integer(let number): (column.name, String(number))
            case .text(let text): (column.name, text)
            default: (column.name, "")
            }
          })
      }
    }
  }
}
