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
  /// Ascending.
  private var values: [ArraySlice<UInt8>] = []
  /// For each value those who have it.
  private var sets: [CandidateSet] = []

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
    inspectors = table.recordCount
    for (value, inspector) in entries {
      if values.isEmpty || values[values.count - 1] != value {
        values.append(value)
        sets.append(CandidateSet())
      }
      sets[sets.count - 1].append(inspector)
    }
  }

  func addHolders(of value: ArraySlice<UInt8>, to found: inout InspectorSet) {
    let place = partition(0..<values.count) { precedes(values[$0], value) }
    if place < values.count, values[place] == value { sets[place].formUnion(into: &found) }
  }
}
