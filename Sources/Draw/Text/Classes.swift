/// The distinct fields of one column, ascending by bytes, and which of them each record has.
struct Classes: Sendable {
  let names: [[UInt8]]
  private let classOfRecord: [Int]

  init(of column: Int, in table: Table) {
    let records = (0..<table.recordCount).sorted {
      precedes(table.field(column, record: $0), table.field(column, record: $1))
    }
    var names: [[UInt8]] = []
    var classOfRecord = [Int](repeating: 0, count: table.recordCount)
    for record in records {
      let field = table.field(column, record: record)
      if names.isEmpty || names[names.count - 1][...] != field { names.append([UInt8](field)) }
      classOfRecord[record] = names.count - 1
    }
    self.names = names
    self.classOfRecord = classOfRecord
  }

  /// One class named `-` for all records.
  init(undivided table: Table) {
    names = [[0x2D]]
    classOfRecord = [Int](repeating: 0, count: table.recordCount)
  }

  subscript(record: Int) -> Int { classOfRecord[record] }
}
