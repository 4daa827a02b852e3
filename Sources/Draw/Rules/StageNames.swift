/// The stages of a rules file by name.
struct StageNames {
  static let most = 65_535

  /// Ascending by name.
  private let entries: [(name: ArraySlice<UInt8>, index: Int)]

  init(_ file: TextFile) throws(Refusal) {
    var entries: [(name: ArraySlice<UInt8>, index: Int)] = []
    var lines: [Int] = []
    for line in 3..<max(3, file.lineCount)
    where file.fieldCount(line: line) == 2 && file.field(0, line: line).equals("stage") {
      if lines.count == Self.most {
        throw file.refusal(line: line, "阶段超过\(Self.most)个，请减少。")
      }
      entries.append((file.field(1, line: line), lines.count))
      lines.append(line)
    }
    entries.sort { $0.name == $1.name ? $0.index < $1.index : precedes($0.name, $1.name) }
    for (one, next) in zip(entries, entries.dropFirst()) where one.name == next.name {
      throw file.refusal(line: lines[next.index], "阶段\(next.name.quoted)已经有了，请改名。")
    }
    self.entries = entries
  }

  /// Index of a stage, from 0.
  func index(of name: ArraySlice<UInt8>) -> Int? {
    let place = partition(0..<entries.count) { precedes(entries[$0].name, name) }
    return place < entries.count && entries[place].name == name ? entries[place].index : nil
  }
}
