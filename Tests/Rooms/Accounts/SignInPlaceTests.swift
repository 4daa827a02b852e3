import Storage
import Supervision
import Synchronization
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

/// How tries ended, from many threads; guarded by its lock.
private final class Endings: Sendable {
  private let words = Mutex<[String]>([])

  func add(_ outcome: SignIn) {
    let word =
      switch outcome {
      case .signedIn: "in"
      case .challenged: "challenged"
      case .wrong: "wrong"
      case .locked: "locked"
      case .crowded: "crowded"
      }
    words.withLock { $0.append(word) }
  }

  func count(_ word: String) -> Int { words.withLock { $0.count(where: { $0 == word }) } }
}

@Suite("Attempts that come at once")
struct SignInPlaceTests {
  private struct NoPlace: Error {}

  private static let limit = AccountPolicy.failuresBeforeLock
  private static let wrong = "Falsch-2026"
  private static let here = Caller(address: "127.0.0.1", agent: "test")

  private static func tryIn(_ login: String, _ password: String, _ house: House) throws -> SignIn {
    try Accounts.signIn(
      login: login, password: password, address: here.address, agent: here.agent, house: house)
  }

  private func isIn(_ test: TestHouse) throws -> Bool {
    if case .signedIn = try Self.tryIn("official", TestHouse.password, test.house) { return true }
    return false
  }

  /// A place as an attempt holds it whose password is still being hashed.
  private func take(_ actor: Actor, _ test: TestHouse) throws -> Accounts.Place {
    guard case .taken(let place) = try Accounts.takePlace(at: actor.account, test.house) else {
      throw NoPlace()
    }
    return place
  }

  private func takeAll(_ actor: Actor, _ test: TestHouse) throws -> [Accounts.Place] {
    try (0..<Self.limit).map { _ in try take(actor, test) }
  }

  private func failures(_ actor: Actor, _ test: TestHouse) throws -> Int {
    try test.store.read {
      try $0.count("SELECT failures AS value FROM accounts WHERE id = \(actor.account)")
    }
  }

  private func lock(_ actor: Actor, _ test: TestHouse) throws -> Instant? {
    try test.store.read { try Accounts.lockedUntil(actor.account, $0) }
  }

  private func journaled(_ action: String, _ test: TestHouse) throws -> Int {
    try test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE action = \(action)")
    }
  }

  @Test(
    "of sixteen wrong passwords at once five are judged, and the right one waits for the lock",
    arguments: EngineUnderTest.allCases)
  func parallel(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let official = try test.account("official", roles: [.inspector])
    let house = test.house
    let endings = Endings()
    try onThreads(16) { _ in
      endings.add(try Self.tryIn("official", Self.wrong, house))
    }
    #expect(endings.count("wrong") == Self.limit - 1)
    #expect(endings.count("locked") == 16 - Self.limit + 1)
    let judged = try test.store.read {
      try $0.count("SELECT count(*) AS value FROM sign_ins WHERE account = \(official.account)")
    }
    #expect(judged == Self.limit)
    #expect(try journaled("account.lock", test) == 1)
    #expect(try journaled("account.sign-in-failed", test) == Self.limit - 1)
    let until = test.clock.now.adding(minutes: AccountPolicy.lockMinutes)
    #expect(try lock(official, test) == until)
    test.clock.advance(minutes: AccountPolicy.lockMinutes - 1)
    #expect(try !isIn(test))
    #expect(try lock(official, test) == until)
    test.clock.advance(minutes: 1)
    #expect(try isIn(test))
  }

  @Test(
    "a wrong password that was under way neither clears nor shortens the lock",
    arguments: EngineUnderTest.allCases)
  func lateFailure(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let official = try test.account("official", roles: [.inspector])
    let places = try takeAll(official, test)
    let last = try #require(places.last)
    let until = try #require(try Accounts.fail(last, .password, Self.here, test.house))
    let count = try failures(official, test)
    test.clock.advance(minutes: 5)
    for place in places.dropLast() {
      #expect(try Accounts.fail(place, .password, Self.here, test.house) == nil)
      #expect(try lock(official, test) == until)
      #expect(try failures(official, test) == count)
    }
    #expect(try !isIn(test))
    #expect(try journaled("account.lock", test) == 1)
    #expect(try journaled("account.sign-in-failed", test) == Self.limit - 1)
  }

  @Test("a right password that was under way does not lift a lock that holds")
  func lateSuccess() throws {
    let test = try TestHouse()
    let official = try test.account("official", roles: [.inspector])
    let places = try takeAll(official, test)
    let (first, last) = (try #require(places.first), try #require(places.last))
    let until = try #require(try Accounts.fail(last, .password, Self.here, test.house))
    try Accounts.giveBack(first, test.house)
    #expect(try lock(official, test) == until)
    #expect(throws: Problem.self) {
      try Accounts.openSession(
        for: official, address: "", agent: "", place: first, house: test.house)
    }
    #expect(try lock(official, test) == until)
  }

  @Test(
    "whoever holds the last place gets in with the right password, and the others may try again",
    arguments: EngineUnderTest.allCases)
  func lastPlace(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let official = try test.account("official", roles: [.inspector])
    for _ in 1..<Self.limit {
      _ = try Self.tryIn("official", Self.wrong, test.house)
    }
    let last = try take(official, test)
    #expect(try !isIn(test), "no place is left")
    try Accounts.giveBack(last, test.house)
    #expect(try failures(official, test) == Self.limit - 1)
    #expect(try lock(official, test) == nil)
    #expect(try isIn(test))
    #expect(try failures(official, test) == 0)
    #expect(try lock(official, test) == nil)
    #expect(try journaled("account.lock", test) == 0)
  }

  @Test(
    "as many right passwords at once as there are places all open",
    arguments: EngineUnderTest.allCases)
  func rightAtOnce(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let official = try test.account("official", roles: [.inspector])
    let house = test.house
    let endings = Endings()
    try onThreads(Self.limit) { _ in
      endings.add(try Self.tryIn("official", TestHouse.password, house))
    }
    #expect(endings.count("in") == Self.limit)
    #expect(try lock(official, test) == nil)
  }

  @Test(
    "attempts that a dead program left behind lock the account no longer than a lock",
    arguments: EngineUnderTest.allCases)
  func leftBehind(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let official = try test.account("official", roles: [.inspector])
    _ = try takeAll(official, test)
    #expect(try !isIn(test))
    test.clock.advance(minutes: AccountPolicy.lockMinutes)
    #expect(try isIn(test))
    #expect(try failures(official, test) == 0)
  }

  @Test("a login nobody has answers sixteen tries at once like one that somebody has")
  func unknown() throws {
    let test = try TestHouse()
    let house = test.house
    let endings = Endings()
    try onThreads(16) { _ in
      endings.add(try Self.tryIn("nobody", Self.wrong, house))
    }
    #expect(endings.count("wrong") == Self.limit - 1)
    #expect(endings.count("locked") == 16 - Self.limit + 1)
  }

  @Test("however many come at once from an address, no more are judged than may fail")
  func crowd() throws {
    let memory = SignInGuard()
    let now = try #require(Instant(local: "2026-06-01T09:00"))
    let endings = Endings()
    try onThreads(AccountPolicy.failuresPerAddress + 8) { _ in
      endings.add(memory.attempt(from: "203.0.113.7", now: now) { .wrong(nil) })
    }
    #expect(endings.count("wrong") == AccountPolicy.failuresPerAddress)
    #expect(endings.count("crowded") == 8)
  }

  @Test("attempts under way fill an address, and give it back when they are not wrong")
  func addressPlaces() throws {
    let memory = SignInGuard()
    let now = try #require(Instant(local: "2026-06-01T09:00"))
    let endings = Endings()
    /// One attempt inside the other, until none is let in.
    func nest() -> SignIn {
      memory.attempt(from: "203.0.113.7", now: now) {
        endings.add(nest())
        return .right(.signedIn(token: ""))
      }
    }
    for round in 1...2 {
      endings.add(nest())
      #expect(endings.count("in") == round * AccountPolicy.failuresPerAddress)
      #expect(endings.count("crowded") == round)
    }
    #expect(throws: NoPlace.self) {
      try memory.attempt(from: "203.0.113.7", now: now) { throw NoPlace() }
    }
    endings.add(nest())
    #expect(endings.count("in") == 3 * AccountPolicy.failuresPerAddress)
  }
}
