/// A text file whose first line names its columns; records count from 0.
struct Table: Sendable {
  let file: TextFile

  init(_ bytes: [UInt8], named name: String) throws(Refusal) {
    file = try TextFile(bytes, named: name)
    let names = file.fields(line: 0).sorted(by: precedes)
    for (one, next) in zip(names, names.dropFirst()) where one == next {
      throw file.refusal(line: 0, "列名\(one.quoted)重复，请改名。")
    }
    for line in 1..<max(1, file.lineCount) where file.fieldCount(line: line) != columnCount {
      throw file.refusal(
        line: line, "有\(file.fieldCount(line: line))列，首行有\(columnCount)列，请补齐或删去。")
    }
  }

  var columnCount: Int { file.fieldCount(line: 0) }
  var recordCount: Int { file.lineCount - 1 }

  func column(named name: ArraySlice<UInt8>) -> Int? {
    (0..<columnCount).first { file.field($0, line: 0) == name }
  }

  func field(_ column: Int, record: Int) -> ArraySlice<UInt8> {
    file.field(column, line: record + 1)
  }

  /// The id of a record, in tables whose first column it is.
  func id(_ record: Int) -> ArraySlice<UInt8> { field(0, record: record) }

  func refusal(record: Int, _ reason: String) -> Refusal {
    file.refusal(line: record + 1, reason)
  }

  /// Refuses unless the first columns, or all of them, have these names.
  func expectColumns(_ names: [String], andMore: Bool) throws(Refusal) {
    let fits = andMore ? columnCount >= names.count : columnCount == names.count
    for (column, name) in names.enumerated() {
      guard fits, file.field(column, line: 0).equals(name) else {
        var list = ""
        for name in names { list += list.isEmpty ? name : "、\(name)" }
        let rest = andMore ? "，其后可有其他列" : "，不能有其他列"
        throw file.refusal(line: 0, "首行应依次为\(list)\(rest)，请改正列名。")
      }
    }
  }

  /// The record with this id, by binary search; needs ids in ascending order.
  func record(withID id: ArraySlice<UInt8>) -> Int? {
    let place = partition(0..<recordCount) { precedes(self.id($0), id) }
    return place < recordCount && self.id(place) == id ? place : nil
  }
}

extension Table {
  /// Reads a table of records with ids: `id` first, well formed, strictly ascending.
  init(withIDs bytes: [UInt8], named name: String) throws(Refusal) {
    self = try Table(bytes, named: name)
    try expectColumns(["id"], andMore: true)
    for record in 0..<recordCount {
      let id = id(record)
      guard Self.isWellFormed(id: id) else {
        throw refusal(
          record: record,
          "编号\(id.quoted)不合要求，应为1至50个可见ASCII字符，不含空格和逗号，也不能是“-”。")
      }
      if record > 0, !precedes(self.id(record - 1), id) {
        let problem = self.id(record - 1) == id ? "与上一行重复，请删去一行" : "没有按字节升序排列，请重新排序"
        throw refusal(record: record, "编号\(id.quoted)\(problem)。")
      }
    }
  }

  private static func isWellFormed(id: ArraySlice<UInt8>) -> Bool {
    (1...50).contains(id.count) && !id.equals("-")
      && id.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2C }
  }
}

/// First place in `range` where `isBefore` no longer holds, by bisection.
func partition(_ range: Range<Int>, _ isBefore: (Int) -> Bool) -> Int {
  var low = range.lowerBound
  var high = range.upperBound
  while low < high {
    let middle = low + (high - low) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
