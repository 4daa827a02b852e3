import Storage
import Supervision
import TestSupport
import Testing

@testable import Composition
@testable import Kernel

@Suite("Bodies of before")
struct BodyMigrationTests {
  @Test(
    "bodies registered before changes were kept get their first change, certificate and since",
    arguments: EngineUnderTest.allCases)
  func upgrade(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, Array(House.migrations.prefix(1)), now: 1)
    try store.write { db in
      try db.execute("INSERT INTO regions (code, name) VALUES ('310115', '浦东新区')")
      try db.execute("INSERT INTO fields (code, name, position) VALUES ('food', '食品', 1)")
      try db.execute(
        """
        INSERT INTO imports (id, kind, file_name, file_digest, file_size, encoding, rows_read,
          rows_new, rows_changed, rows_same, rows_refused, state, at, decided_at)
        VALUES (7, 'bodies', '名录.csv', 'x', 1, 'utf-8', 1, 1, 0, 0, 0, 'accepted', 900, 1000)
        """)
      for (uscc, source, updated) in [("A", 7 as Int?, 1000), ("B", 7, 2000), ("C", nil, 3000)] {
        let id: Int? = try db.value(
          """
          INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
            legal_representative, contact, credit_class, status, warning, import, updated_at)
          VALUES (\(uscc), \(uscc), '230912110001', '2029-01-01', '310115', '路', '', '', 'A',
            'active', '', \(source), \(updated)) RETURNING id AS value
          """)
        try db.execute("INSERT INTO body_fields (body, field) VALUES (\(id), 'food')")
        try db.execute(
          """
          INSERT INTO sites (body, name, address, region) VALUES (\(id), '主场所', '路', '310115')
          """)
      }
    }
    try House.prepare(store, now: Instant(milliseconds: 5000))
    try store.read { db in
      let rows = try db.map(
        """
        SELECT b.uscc, b.since, c.source, c.import, k.number, k.is_main, s.since AS site_since,
          f.change AS field_change, b.change
        FROM bodies b JOIN changes c ON c.id = b.change
        JOIN certificates k ON k.body = b.id AND k.until IS NULL
        JOIN sites s ON s.body = b.id JOIN body_fields f ON f.body = b.id ORDER BY b.uscc
        """
      ) {
        [
          try $0.get("uscc", as: String.self),
          String(try $0.get("since", as: Int.self)),
          try $0.get("source", as: String.self),
          String(try $0.get("import", as: Int?.self) ?? 0),
          String(try $0.get("is_main", as: Int.self)),
          String(try $0.get("site_since", as: Int.self)),
          String(try $0.get("field_change", as: Int.self) == $0.get("change", as: Int.self)),
        ]
      }
      #expect(
        rows == [
          ["A", "1000", "import", "7", "1", "1000", "true"],
          ["B", "2000", "setup", "0", "1", "2000", "true"],
          ["C", "3000", "setup", "0", "1", "3000", "true"],
        ])
    }
  }
}
