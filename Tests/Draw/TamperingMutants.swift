import Draw

/// One way to change a file by a byte, a field or a line.
enum Damage: CaseIterable {
  case flippedBit, otherByte, anyByte, lostByte, extraByte
  case lostLine, extraLine, repeatedLine, movedLine, swappedLines
  case swappedFields, swappedValues

  var isOneByte: Bool {
    [.flippedBit, .otherByte, .anyByte, .lostByte, .extraByte].contains(self)
  }

  /// The file changed at a place the generator decides, into whatever that gives: the same bytes
  /// again when two equal lines are swapped, say.
  func applied(to file: [UInt8], _ generator: inout FixedGenerator) -> [UInt8] {
    var bytes = file
    guard let place = bytes.indices.randomElement(using: &generator),
      let other = bytes.indices.randomElement(using: &generator)
    else { return bytes }
    let known = file[other]
    let any = UInt8.random(in: 0...255, using: &generator)
    let line = lineRange(in: file, around: place)
    let second = lineRange(in: file, around: other)
    switch self {
    case .flippedBit: bytes[place] ^= 1 << (any & 7)
    // A byte that occurs in the file mostly leaves it well formed.
    case .otherByte: bytes[place] = known
    case .anyByte: bytes[place] = any
    case .lostByte: bytes.remove(at: place)
    case .extraByte: bytes.insert(Bool.random(using: &generator) ? known : any, at: place)
    case .lostLine: bytes.removeSubrange(line)
    case .extraLine: bytes.insert(contentsOf: successor(of: file[line]), at: line.upperBound)
    case .repeatedLine: bytes.insert(contentsOf: file[line], at: second.lowerBound)
    case .movedLine:
      bytes.removeSubrange(line)
      let shift = line.lowerBound < second.lowerBound ? line.count : 0
      bytes.insert(contentsOf: file[line], at: second.lowerBound - shift)
    case .swappedLines:
      let (early, late) = line.lowerBound < second.lowerBound ? (line, second) : (second, line)
      bytes.replaceSubrange(late, with: file[early])
      bytes.replaceSubrange(early, with: file[late])
    case .swappedFields: bytes.replaceSubrange(line, with: swappedFields(file[line], &generator))
    case .swappedValues where line == second: break
    case .swappedValues: swapValues(line, second, in: &bytes, &generator)
    }
    return bytes
  }

  /// The line a byte belongs to, with its line feed.
  private func lineRange(in file: [UInt8], around place: Int) -> Range<Int> {
    let start = file[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = file[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? file.count
    return start..<end
  }

  /// A line whose first field sorts right behind that of `line`.
  private func successor(of line: ArraySlice<UInt8>) -> [UInt8] {
    let end = line.firstIndex { $0 == 0x09 || $0 == 0x0A } ?? line.endIndex
    return line[..<end] + [0x30] + line[end...]
  }

  private func swappedFields(
    _ line: ArraySlice<UInt8>, _ generator: inout FixedGenerator
  ) -> [UInt8] {
    var fields = line.dropLast().split(separator: 0x09, omittingEmptySubsequences: false)
    guard let one = fields.indices.randomElement(using: &generator),
      let other = fields.indices.randomElement(using: &generator)
    else { return Array(line) }
    fields.swapAt(one, other)
    return fields.joined(separator: [0x09]) + line.suffix(1)
  }

  /// Two lines exchange what they have in one column.
  private func swapValues(
    _ one: Range<Int>, _ other: Range<Int>, in bytes: inout [UInt8],
    _ generator: inout FixedGenerator
  ) {
    let (early, late) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
    let upper = bytes[early].dropLast().split(separator: 0x09, omittingEmptySubsequences: false)
    let lower = bytes[late].dropLast().split(separator: 0x09, omittingEmptySubsequences: false)
    let common = 0..<min(upper.count, lower.count)
    guard let column = common.randomElement(using: &generator) else { return }
    bytes.replaceSubrange(lower[column].indices, with: upper[column])
    bytes.replaceSubrange(upper[column].indices, with: lower[column])
  }
}

/// A published draw: its files and transcript, by name.
struct PublishedDraw {
  static let names = [
    FileName.roster, FileName.rules, FileName.seed, FileName.inspectors, FileName.conflicts,
    FileName.amendments, FileName.transcript,
  ]

  private var bytes: [String: [UInt8]]

  init(_ files: DrawFiles, transcript: [UInt8]) {
    bytes = [
      FileName.roster: files.roster, FileName.rules: files.rules, FileName.seed: files.seed,
      FileName.transcript: transcript,
    ]
    bytes[FileName.inspectors] = files.inspectors
    bytes[FileName.conflicts] = files.conflicts
    bytes[FileName.amendments] = files.amendments
  }

  /// The files it has, in a fixed order.
  var names: [String] { Self.names.filter { bytes[$0] != nil } }

  subscript(name: String) -> [UInt8] {
    get { bytes[name] ?? [] }
    set { bytes[name] = newValue }
  }

  /// What a tree of the original says of it.
  func tree() throws(Refusal) -> TreeFile { try TreeFile(of: contents, .sha256) }

  var contents: [(name: String, bytes: [UInt8])] { names.map { ($0, self[$0]) } }

  mutating func remove(_ name: String) { bytes[name] = nil }

  func verify() throws(Refusal) -> Verification {
    try Draw.verify(
      DrawFiles(
        roster: self[FileName.roster], rules: self[FileName.rules], seed: self[FileName.seed],
        inspectors: bytes[FileName.inspectors], conflicts: bytes[FileName.conflicts],
        amendments: bytes[FileName.amendments]),
      transcript: self[FileName.transcript])
  }
}

/// A published draw with one file changed.
struct Mutant: CustomStringConvertible {
  let name: String
  let damage: String
  /// Whether a byte was changed, lost or added, rather than fields or lines.
  let isOneByte: Bool
  let original: [UInt8]
  let changed: [UInt8]
  let draw: PublishedDraw

  /// - Returns: nil if the damage leaves the file as it was.
  init?(_ draw: PublishedDraw, _ name: String, _ damage: Damage, _ generator: inout FixedGenerator)
  {
    self.init(
      draw, name, "\(damage)", isOneByte: damage.isOneByte,
      changed: damage.applied(to: draw[name], &generator))
  }

  init?(
    _ draw: PublishedDraw, _ name: String, _ damage: String, isOneByte: Bool, changed: [UInt8]
  ) {
    original = draw[name]
    if changed == original { return nil }
    self.name = name
    self.damage = damage
    self.isOneByte = isOneByte
    self.changed = changed
    var draw = draw
    draw[name] = changed
    self.draw = draw
  }

  /// The first line that changed, from 1.
  var line: Int {
    var line = 1
    for index in 0..<min(original.count, changed.count) {
      if original[index] != changed[index] { break }
      if original[index] == 0x0A { line += 1 }
    }
    return line
  }

  var description: String { "\(damage) at \(name):\(line)" }

  /// What is wrong with how the change was detected; nil if it was as it should be.
  var complaint: String? {
    do throws(Refusal) {
      switch try draw.verify() {
      case .verified:
        return "\(self) was verified"
      case .differs(let difference):
        if difference.file != name { return "\(self) was told as \(difference.file)" }
        if name == FileName.transcript, difference.line != line {
          return "\(self) was told as line \(difference.line)"
        }
      }
    } catch {
      if error.file != name { return "\(self) was refused with \(error)" }
      if name == FileName.transcript, error.line != line {
        return "\(self) was refused as line \(error.line)"
      }
    }
    return nil
  }

  /// What is wrong with how a tree of the original tells the change.
  func complaint(with tree: TreeFile) -> String? {
    let told = tree.differences(from: draw.contents)
    if told.isEmpty { return "\(self) was not told by the tree" }
    if let other = told.first(where: { $0.file != name }) { return "\(self) was told as \(other)" }
    // A change within a line is that line's, and nothing else is.
    let isWithinLine =
      original.count { $0 == 0x0A } == changed.count { $0 == 0x0A }
      && isOneByte && changed.last == 0x0A
    if isWithinLine, told.count != 1 || told[0].line != line || told[0].kind != .changed {
      return "\(self) was told as \(told)"
    }
    return nil
  }
}
