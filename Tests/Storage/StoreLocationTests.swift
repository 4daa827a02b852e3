import Storage
import Testing

@Suite("Place of the database") struct StoreLocationTests {
  @Test(
    "a path stays a path",
    arguments: ["mingcha.sqlite", "/var/lib/mingcha/a b.sqlite", "C:/x", "数据/库.db", "a:b"])
  func path(text: String) throws {
    let location = try StoreLocation(text)
    #expect(location == .file(path: text))
    #expect(location.engine == .sqlite)
    #expect(location.description == text)
  }

  @Test(
    "a URL is described without its password and parameters",
    arguments: [
      ("postgres://host/db", "postgres://host/db"),
      ("postgresql://user@host:5432/db", "postgresql://user@host:5432/db"),
      ("postgres://user:secret@host/db?sslmode=verify-full", "postgres://user@host/db"),
      ("postgres://user:s/e?c#r:e@t@host/db", "postgres://user@host/db"),
      ("postgres://host/db?user=u&password=secret", "postgres://host/db"),
      ("postgres://:secret@host/db", "postgres://@host/db"),
      ("POSTGRES://user:secret@%2Frun%2Fpg/db", "postgres://user@%2Frun%2Fpg/db"),
      ("postgres:///db", "postgres:///db"),
    ])
  func url(text: String, shown: String) throws {
    let location = try StoreLocation(text)
    #expect(location.engine == .postgres)
    #expect(location.description.lowercased() == shown.lowercased())
    #expect(!"\(location)".contains("secret"))
  }

  @Test(
    "what is no place is refused with its reason",
    arguments: [
      ("", StoreLocation.Fault.empty), (":memory:", .inMemory), ("postgres://", .noDatabase),
      ("mysql://host/db", .unknownScheme("mysql")), ("file://a.sqlite", .unknownScheme("file")),
    ])
  func refused(text: String, fault: StoreLocation.Fault) {
    #expect(throws: fault) { try StoreLocation(text) }
  }
}
