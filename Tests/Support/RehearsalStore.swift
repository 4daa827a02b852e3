package import Storage

/// A store whose writes do everything but stay: each is undone when it ends, so that every command
/// can be tried on one world.
package final class RehearsalStore: Store {
  private struct Undone: Error {}
  private let store: any Store

  package init(_ store: any Store) { self.store = store }

  package var engine: Engine { store.engine }

  package func read<T>(_ body: (any Connection) throws -> T) throws -> T {
    try store.read(body)
  }

  @discardableResult
  package func write<T>(_ body: (any Connection) throws -> T) throws -> T {
    var result: T?
    do {
      try store.write { connection in
        result = try body(connection)
        throw Undone()
      }
    } catch is Undone {}
    guard let result else { throw StoreError.unavailable("a rehearsal gave nothing") }
    return result
  }

  package func close() { store.close() }
}
