import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Pool") struct PoolTests {
  private func counting(capacity: Int, waitSeconds: Int = 60) -> (Pool<Int>, () -> Int) {
    let made = Counter()
    let pool = Pool(of: "number", capacity: capacity, waitSeconds: waitSeconds) { made.next() }
    return (pool, { made.value })
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  @Test("items are made when first needed and lent again")
  func lazy() throws {
    let (pool, made) = counting(capacity: 3)
    #expect(made() == 0)
    let first = try pool.take()
    pool.give(first)
    #expect(try pool.take() == first)
    #expect(made() == 1)
    #expect(try pool.take() != first)
    #expect(made() == 2)
  }

  @Test("no item is ever with two threads, and no more are made than fit")
  func exclusive() throws {
    let (pool, made) = counting(capacity: 3)
    let lent = Mutex<Set<Int>>([])
    let box = Holder(lent)
    try onThreads(16) { _ in
      for _ in 0..<200 {
        let item = try pool.take()
        #expect(box.add(item))
        box.remove(item)
        pool.give(item)
      }
    }
    #expect(made() <= 3)
  }

  private final class Holder: Sendable {
    private let items: Mutex<Set<Int>>
    init(_ items: consuming sending Mutex<Set<Int>>) { self.items = items }
    func add(_ item: Int) -> Bool { items.withLock { $0.insert(item).inserted } }
    func remove(_ item: Int) { items.withLock { _ = $0.remove(item) } }
  }

  @Test("who waits in vain is told what was full")
  func givesUp() throws {
    let (pool, _) = counting(capacity: 1, waitSeconds: 0)
    let item = try pool.take()
    let error = try onOtherThread { #expect(throws: StoreError.self) { try pool.take() } }
    #expect(error == .busy("no free number within 0 s; all 1 are in use"))
    pool.give(item)
    #expect(try pool.take() == item)
  }

  @Test("a failed making leaves its room to the next")
  func failedMaking() throws {
    let attempts = Counter()
    let pool = Pool<Int>(of: "number", capacity: 1, waitSeconds: 0) { () throws(StoreError) in
      let number = attempts.next()
      if number == 1 { throw StoreError.unavailable("first") }
      return number
    }
    #expect(throws: StoreError.unavailable("first")) { try pool.take() }
    #expect(try pool.take() == 2)
  }

  @Test("a discarded item is replaced by a new one")
  func discards() throws {
    let (pool, made) = counting(capacity: 1)
    _ = try pool.take()
    pool.discard()
    #expect(try pool.take() == 2)
    #expect(made() == 2)
  }

  @Test("closing sends the waiting away and waits for what is lent")
  func closes() throws {
    let (pool, _) = counting(capacity: 1)
    let taken = Gate()
    let answered = Gate()
    try onThreads(4) { thread in
      switch thread {
      case 0:
        let item = try pool.take()
        taken.open()
        // Comes back only after the second thread has been answered.
        answered.wait()
        pool.give(item)
      case 1:
        taken.wait()
        #expect(throws: StoreError.unavailable("the store is closed")) {
          while true { pool.give(try pool.take()) }
        }
        answered.open()
      default:
        taken.wait()
        pool.close()
      }
    }
    #expect(throws: StoreError.unavailable("the store is closed")) { try pool.take() }
  }
}
