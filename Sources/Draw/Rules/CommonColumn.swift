/// A column of roster and inspectors alike, in which `share` and `avoid` look for common values.
struct CommonColumn: Sendable {
  private let rosterColumn: Int
  private let holders: Holders

  init(rosterColumn: Int, holders: Holders) {
    self.rosterColumn = rosterColumn
    self.holders = holders
  }

  /// What `object` says in this column.
  func field(of object: Int, in roster: Table) -> ArraySlice<UInt8> {
    roster.field(rosterColumn, record: object)
  }

  /// The inspectors who have a value of this column in common with `object`.
  func inspectors(sharingWith object: Int, of roster: Table) -> InspectorSet {
    var sharing = InspectorSet(universe: holders.inspectors)
    roster.forEachValue(rosterColumn, record: object) { range in
      holders.addHolders(of: roster.file.bytes[range], to: &sharing)
    }
    return sharing
  }
}

/// For each value of one column of the inspectors, who has it.
struct Holders: Sendable {
  /// How many inspectors there are.
  let inspectors: Int
  /// Ascending by value, then inspector.
  private let entries: [(value: ArraySlice<UInt8>, inspector: Int)]

  init(of column: Int, in table: Table) {
    var entries: [(value: ArraySlice<UInt8>, inspector: Int)] = []
    for inspector in 0..<table.recordCount {
      table.forEachValue(column, record: inspector) { range in
        entries.append((table.file.bytes[range], inspector))
      }
    }
    entries.sort {
      $0.value == $1.value ? $0.inspector < $1.inspector : precedes($0.value, $1.value)
    }
    self.entries = entries
    inspectors = table.recordCount
  }

  func addHolders(of value: ArraySlice<UInt8>, to found: inout InspectorSet) {
    var place = partition(0..<entries.count) { precedes(entries[$0].value, value) }
    while place < entries.count, entries[place].value == value {
      found.insert(entries[place].inspector)
      place += 1
    }
  }
}
