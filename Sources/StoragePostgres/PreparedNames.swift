/// The names under which the server keeps prepared statements of one connection.
struct PreparedNames {
  /// Above this many the longer unused half is dropped.
  private static let limit = 256

  private struct Entry {
    let name: String
    var lastUse: Int
  }

  private var entries: [String: Entry] = [:]
  private var useCount = 0
  private var nameCount = 0

  mutating func name(for key: String) -> String? {
    useCount += 1
    guard let place = entries.index(forKey: key) else { return nil }
    entries.values[place].lastUse = useCount
    return entries.values[place].name
  }

  mutating func freshName() -> String {
    nameCount += 1
    return "s\(nameCount)"
  }

  mutating func remember(_ name: String, for key: String) {
    entries[key] = Entry(name: name, lastUse: useCount)
  }

  /// Forgets the longer unused half when there are too many.
  ///
  /// - Returns: the names to deallocate on the server.
  mutating func dropUnused() -> [String] {
    guard entries.count >= Self.limit else { return [] }
    let middle = entries.values.map(\.lastUse).sorted()[entries.count / 2]
    let dropped = entries.values.filter { $0.lastUse < middle }.map(\.name)
    entries = entries.filter { $0.value.lastUse >= middle }
    return dropped
  }
}
