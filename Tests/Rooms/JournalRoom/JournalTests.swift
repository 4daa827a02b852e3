import Storage
import Supervision
import Testing

@testable import Composition
@testable import Kernel

@Suite("Journal")
struct JournalTests {
  private func filled() throws -> TestHouse {
    let test = try TestHouse()
    for name in ["one", "two", "three", "four"] { try test.account(name, roles: [.planner]) }
    return test
  }

  private func verdict(_ test: TestHouse) throws -> Result<
    (count: Int, digest: String), Journal.Fault
  > {
    try test.store.read { try Journal.verify($0) }
  }

  @Test("an untouched journal verifies and counts its entries")
  func fine() throws {
    guard case .success(let found) = try verdict(try filled()) else {
      Issue.record("the chain is broken")
      return
    }
    #expect(found.count == 4)
  }

  private func expectFault(_ fault: Journal.Fault, after change: SQL) throws {
    let test = try filled()
    try test.store.write { _ = try $0.execute(change) }
    guard case .failure(let found) = try verdict(test) else {
      Issue.record("not noticed")
      return
    }
    #expect(found == fault)
  }

  @Test("a changed entry is found and named")
  func changed() throws {
    try expectFault(.changed(number: 2), after: "UPDATE journal SET reason = 'x' WHERE number = 2")
    try expectFault(.changed(number: 3), after: "UPDATE journal SET at = at + 1 WHERE number = 3")
    try expectFault(
      .changed(number: 1), after: "UPDATE journal SET actor = 'x' WHERE number = 1")
  }

  @Test("a missing entry is found and named")
  func missing() throws {
    try expectFault(.missing(number: 2), after: "DELETE FROM journal WHERE number = 2")
    try expectFault(.headDiffers(number: 4), after: "DELETE FROM journal WHERE number = 4")
  }

  @Test("swapped entries are found")
  func reordered() throws {
    let test = try filled()
    try test.store.write { db in
      try db.execute("UPDATE journal SET number = 100 WHERE number = 2")
      try db.execute("UPDATE journal SET number = 2 WHERE number = 3")
      try db.execute("UPDATE journal SET number = 3 WHERE number = 100")
    }
    guard case .failure(let fault) = try verdict(test) else {
      Issue.record("not noticed")
      return
    }
    #expect(fault == .changed(number: 2))
  }

  @Test("a command that fails leaves neither change nor entry")
  func allOrNothing() throws {
    struct Stop: Error {}
    let test = try filled()
    #expect(throws: Stop.self) {
      try test.house.perform(by: nil) { transaction in
        _ = try transaction.db.execute("UPDATE accounts SET name = 'changed'")
        transaction.journal("account.roles", ("account", "1"))
        throw Stop()
      }
    }
    #expect(
      try test.store.read {
        try $0.count("SELECT count(*) AS value FROM accounts WHERE name = 'changed'")
      } == 0)
    guard case .success(let found) = try verdict(test) else {
      Issue.record("the chain is broken")
      return
    }
    #expect(found.count == 4)
  }
}
