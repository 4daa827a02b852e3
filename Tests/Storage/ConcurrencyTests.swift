import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Many threads and processes") struct ConcurrencyTests {
  private static let tables = """
    CREATE TABLE counters(name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT;
    CREATE TABLE entries(number INTEGER PRIMARY KEY NOT NULL, writer INTEGER NOT NULL) STRICT;
    INSERT INTO counters(name, value) VALUES ('journal', 0);
    """

  private static func append(_ store: any Store, writer: Int) throws {
    try store.write { connection in
      let last = try connection.value(
        "SELECT value FROM counters WHERE name = 'journal'", as: Int.self)
      let number = (last ?? 0) + 1
      try connection.execute("INSERT INTO entries(number, writer) VALUES (\(number), \(writer))")
      try connection.execute("UPDATE counters SET value = \(number) WHERE name = 'journal'")
    }
  }

  @Test(
    "writers on many threads and two stores number without gaps",
    arguments: EngineUnderTest.allCases)
  func gapless(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let stores = [
      try database.open(busyMilliseconds: 600_000), try database.open(busyMilliseconds: 600_000),
    ]
    defer { for store in stores { store.close() } }
    try stores[0].write { try $0.executeScript(Self.tables) }
    try onThreads(12) { thread in
      for _ in 0..<20 { try Self.append(stores[thread % 2], writer: thread) }
    }
    let entries = try stores[0].read { connection in
      try connection.map("SELECT number, writer FROM entries ORDER BY number LIMIT 999") {
        (try $0.get("number", as: Int.self), try $0.get("writer", as: Int.self))
      }
    }
    #expect(entries.map(\.0) == Array(1...240))
    for writer in 0..<12 { #expect(entries.count { $0.1 == writer } == 20) }
  }

  @Test(
    "more threads than readers all get their turn while a writer works",
    arguments: EngineUnderTest.allCases)
  func manyReaders(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open(connections: 3)
    defer { store.close() }
    try store.write { try $0.executeScript(Self.tables) }
    try onThreads(24) { thread in
      for _ in 0..<15 {
        if thread == 0 {
          try Self.append(store, writer: 0)
        } else {
          try store.read { connection in
            let entries = try connection.count("SELECT count(*) AS value FROM entries")
            let counter = try connection.count(
              "SELECT value FROM counters WHERE name = 'journal'")
            #expect(entries == counter)
          }
        }
      }
    }
  }

  @Test("a writer that another process keeps out is told busy", arguments: EngineUnderTest.allCases)
  func busy(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let first = try database.open()
    let second = try database.open(busyMilliseconds: 30)
    defer {
      first.close()
      second.close()
    }
    try first.write { connection in
      try connection.executeScript(Self.tables)
      let error = try onOtherThread {
        #expect(throws: StoreError.self) { try second.write { _ in } }
      }
      guard case .busy = error else {
        Issue.record("\(String(describing: error)) is not busy")
        return
      }
    }
    // And it goes on afterwards.
    try Self.append(second, writer: 2)
    #expect(try first.read { try $0.count("SELECT count(*) AS value FROM entries") } == 1)
  }

  @Test(
    "a closed store refuses, and closing twice is harmless", arguments: EngineUnderTest.allCases)
  func closed(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    store.close()
    store.close()
    let closed = StoreError.unavailable("the store is closed")
    #expect(throws: closed) { try store.read { _ in } }
    #expect(throws: closed) { try store.write { _ in } }
    let again = try database.open()
    defer { again.close() }
    #expect(try again.read { try $0.count("SELECT count(*) AS value FROM counters") } == 1)
  }

  @Test(
    "closing waits for the transaction at work and stores it", arguments: EngineUnderTest.allCases)
  func closingWaits(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let inside = Gate()
    try onThreads(2) { thread in
      if thread == 0 {
        try store.write { connection in
          inside.open()
          for number in 1...200 {
            try connection.execute("INSERT INTO entries(number, writer) VALUES (\(number), 0)")
          }
        }
      } else {
        inside.wait()
        store.close()
      }
    }
    let again = try database.open()
    defer { again.close() }
    #expect(try again.read { try $0.count("SELECT count(*) AS value FROM entries") } == 200)
  }
}
