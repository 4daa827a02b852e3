/// What `conflicts.tsv` says, before its objects are looked up in the roster.
struct ConflictList: Sendable {
  let table: Table
  /// Record numbers of the inspectors, shape `[table.recordCount]`.
  let inspectors: [Int]
  /// The ids of objects, ascending, each once.
  let objects: [ArraySlice<UInt8>]

  init(_ bytes: [UInt8], inspectors: Table) throws(Refusal) {
    table = try Self.table(bytes)
    var barred: [Int] = []
    barred.reserveCapacity(table.recordCount)
    for record in 0..<table.recordCount {
      let id = table.field(0, record: record)
      guard let inspector = inspectors.record(withID: id) else {
        throw table.refusal(
          record: record,
          "\(FileName.inspectors)中没有检查人员\(id.quoted)，请更正编号或删去本行。")
      }
      barred.append(inspector)
    }
    self.inspectors = barred
    let sorted = (0..<table.recordCount).map { [table] in table.field(1, record: $0) }
      .sorted(by: precedes)
    var objects: [ArraySlice<UInt8>] = []
    for id in sorted where objects.last != id { objects.append(id) }
    self.objects = objects
  }

  /// The file without regard to others.
  static func table(_ bytes: [UInt8]) throws(Refusal) -> Table {
    try Table(
      bytes, named: FileName.conflicts,
      begins: Table.Columns(names: ["inspector", "object"], areFirst: true))
  }

  /// Which of `objects` are among these records: indices, ascending.
  func objects(in roster: Table) -> [Int] {
    guard roster.recordCount > 0 else { return [] }
    let last = roster.id(roster.recordCount - 1)
    var place = partition(0..<objects.count) { precedes(objects[$0], roster.id(0)) }
    var found: [Int] = []
    while place < objects.count, !precedes(last, objects[place]) {
      if roster.record(withID: objects[place]) != nil { found.append(place) }
      place += 1
    }
    return found
  }

  /// Refuses the first line that names an object the roster has not.
  ///
  /// - Parameter isFound: shape `[objects]`.
  func check(_ isFound: [Bool]) throws(Refusal) {
    if isFound.allSatisfy({ $0 }) { return }
    for record in 0..<table.recordCount {
      let id = table.field(1, record: record)
      if !isFound[partition(0..<objects.count) { precedes(objects[$0], id) }] {
        throw table.refusal(
          record: record, "\(FileName.roster)中没有对象\(id.quoted)，请更正编号或删去本行。")
      }
    }
  }
}

/// Which inspectors must not inspect which records of a roster.
struct Conflicts: Sendable {
  /// Ascending by object, then inspector; record numbers.
  private let pairs: [(object: Int, inspector: Int)]

  /// Objects that are not among the records are passed over.
  init(_ list: ConflictList, roster: Table) {
    var pairs: [(object: Int, inspector: Int)] = []
    for record in 0..<list.table.recordCount {
      guard let object = roster.record(withID: list.table.field(1, record: record)) else {
        continue
      }
      pairs.append((object, list.inspectors[record]))
    }
    pairs.sort { ($0.object, $0.inspector) < ($1.object, $1.inspector) }
    self.pairs = pairs
  }

  /// Calls `body` with each inspector who must not inspect `object`.
  func forEachInspector(barredFrom object: Int, _ body: (Int) -> Void) {
    var place = partition(0..<pairs.count) { pairs[$0].object < object }
    while place < pairs.count, pairs[place].object == object {
      body(pairs[place].inspector)
      place += 1
    }
  }
}
