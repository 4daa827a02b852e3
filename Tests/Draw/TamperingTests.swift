import Draw
import Testing

struct TamperingTests {
  /// A small draw with teams, a replacement and a recusal.
  private func files() throws -> DrawFiles {
    var files = try Vector.named("60-recusal-chain").files
    files.amendments = file(
      ["kind object inspector reason", "inspector T0 i4 r", "object T4 - r"])
    return files
  }

  private func expectDifference(
    _ files: DrawFiles, _ transcript: [UInt8], line: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    guard
      case .differs(let difference) = try verify(files, transcript: transcript)
    else {
      Issue.record("a changed transcript was verified", sourceLocation: sourceLocation)
      return
    }
    #expect(difference.line == line, sourceLocation: sourceLocation)
    #expect(difference.expected != difference.found, sourceLocation: sourceLocation)
    #expect(difference.file == "transcript.txt", sourceLocation: sourceLocation)
  }

  @Test("every changed byte of a transcript is found in its line")
  func changedByte() throws {
    let files = try files()
    let transcript = try draw(files).transcript
    var line = 1
    for index in transcript.indices {
      var changed = transcript
      changed[index] ^= 1
      if (5...19).contains(index) {
        // Another version of the rule.
        #expect(throws: Refusal.self) { try verify(files, transcript: changed) }
      } else {
        try expectDifference(files, changed, line: line)
      }
      if transcript[index] == 0x0A { line += 1 }
    }
    #expect(line == 22)
  }

  @Test("a lost line, an added line and a lost end are found")
  func lines() throws {
    let files = try files()
    let transcript = try draw(files).transcript
    let lines = transcript.split(separator: 0x0A).map { Array($0) + [0x0A] }
    for index in lines.indices {
      var fewer = lines
      fewer.remove(at: index)
      try expectDifference(files, Array(fewer.joined()), line: index + 1)
      var more = lines
      more.insert([0x78, 0x0A], at: index)
      try expectDifference(files, Array(more.joined()), line: index + 1)
    }
    try expectDifference(files, transcript + [0x0A], line: lines.count + 1)
    try expectDifference(files, Array(transcript.dropLast()), line: lines.count)
    try expectDifference(files, [], line: 1)
  }

  @Test("control characters in a found line are shown, not sent to the terminal")
  func visible() throws {
    let files = try files()
    let changed = Array("draw\u{1b}[2J\n".utf8) + [0xFF, 0x0A]
    guard case .differs(let difference) = try verify(files, transcript: changed) else {
      Issue.record("verified")
      return
    }
    #expect(difference.found == #"draw\x1b[2J"#)
  }

  @Test("every changed byte of the frozen files and the seed is refused or gives another seed")
  func changedInput() throws {
    let files = try files()
    let seed = try draw(files).seed
    func expectOther(_ path: WritableKeyPath<DrawFiles, [UInt8]>) throws {
      for index in files[keyPath: path].indices {
        var changed = files
        changed[keyPath: path][index] ^= 1
        changed.amendments = nil
        do throws(Refusal) {
          #expect(try draw(changed).seed != seed)
        } catch {
          #expect(!error.reason.isEmpty)
        }
      }
    }
    try expectOther(\.roster)
    try expectOther(\.rules)
    try expectOther(\.seed)
  }
}
