/// Which inspectors must not inspect which objects.
struct Conflicts: Sendable {
  let table: Table
  /// Ascending by object, then inspector; record numbers.
  private let pairs: [(object: Int, inspector: Int)]

  init(_ bytes: [UInt8], roster: Table, inspectors: Table) throws(Refusal) {
    table = try Table(bytes, named: FileName.conflicts)
    try table.expectColumns(["inspector", "object"], andMore: true)
    var pairs: [(object: Int, inspector: Int)] = []
    pairs.reserveCapacity(table.recordCount)
    for record in 0..<table.recordCount {
      let inspectorID = table.field(0, record: record)
      let objectID = table.field(1, record: record)
      guard let inspector = inspectors.record(withID: inspectorID) else {
        throw table.refusal(
          record: record,
          "\(FileName.inspectors)中没有检查人员\(inspectorID.quoted)，请更正编号或删去本行。")
      }
      guard let object = roster.record(withID: objectID) else {
        throw table.refusal(
          record: record, "\(FileName.roster)中没有对象\(objectID.quoted)，请更正编号或删去本行。")
      }
      pairs.append((object, inspector))
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
