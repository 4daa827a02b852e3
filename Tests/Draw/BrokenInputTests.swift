import Draw
import Testing

struct BrokenInputTests {
  /// One damage to a file: bytes or lines lost, doubled, changed or moved.
  private func damaged(_ file: [UInt8], _ generator: inout FixedGenerator) -> [UInt8] {
    var bytes = file
    var lines = file.split(separator: 0x0A, omittingEmptySubsequences: false).map { [UInt8]($0) }
    guard let index = bytes.indices.randomElement(using: &generator),
      let line = lines.indices.randomElement(using: &generator),
      let other = lines.indices.randomElement(using: &generator)
    else { return bytes }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.remove(at: index)
    case 2: bytes.insert([0x09, 0x0A, 0x2C, 0x2D].randomElement(using: &generator) ?? 0, at: index)
    case 3: bytes.removeSubrange(index...)
    case 4: lines.remove(at: line)
    case 5: lines.insert(lines[line], at: other)
    case 6: lines.swapAt(line, other)
    default: lines[line] = lines[other]
    }
    return bytes == file ? Array(lines.joined(separator: [0x0A])) : bytes
  }

  @Test(
    "damaged files are refused with a sentence or drawn with a transcript that verifies",
    arguments: Vector.all.filter { $0.files.roster.count < 1000 })
  func damage(_ vector: Vector) throws {
    var generator = FixedGenerator(UInt64(vector.name.utf8.reduce(0) { $0 + Int($1) }))
    for _ in 0..<60 {
      var files = vector.files
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: files.roster = damaged(files.roster, &generator)
      case 1: files.seed = damaged(files.seed, &generator)
      case 2: files.inspectors = files.inspectors.map { damaged($0, &generator) }
      case 3: files.conflicts = files.conflicts.map { damaged($0, &generator) }
      case 4: files.amendments = files.amendments.map { damaged($0, &generator) }
      default: files.rules = damaged(files.rules, &generator)
      }
      do throws(Refusal) {
        let result = try draw(files)
        guard case .verified = try verify(files, transcript: result.transcript) else {
          Issue.record("a draw does not repeat")
          return
        }
      } catch {
        #expect(error.file.hasSuffix(".tsv"))
        #expect(error.reason.hasSuffix("。"))
      }
    }
  }
}
