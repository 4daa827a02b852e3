import Draw

/// A published draw with every file, small enough to be drawn many thousand times a second.
enum Sample {
  static let names = [
    FileName.roster, FileName.rules, FileName.seed, FileName.inspectors, FileName.conflicts,
    FileName.amendments, FileName.transcript, InclusionProof.name, TreeFile.name,
  ]

  private static let drawn = DrawFiles(
    roster: lines(["id class domains", "A a p", "B b p,q", "C a q", "D b -", "E a r", "F a p"]),
    rules: lines([
      "spec mingcha-draw-1", "suite sha256", "title t", "stage s", "where class a b", "count 3",
      "stratify class", "weight a 2", "weight b 1", "minimum 1", "role m 1",
      "where department m", "avoid domains", "stage u", "not class c", "where domains p q r",
      "rate 2000", "role x 1",
      "share domains", "where department x", "stage v", "shortfall s", "earlier s u",
    ]),
    seed: lines(["contributor kind value", "x public 1"]),
    inspectors: lines([
      "id department domains", "i1 m z", "i2 m y", "i3 m z", "i4 x p,q", "i5 x q,r", "i6 x p,r",
    ]),
    conflicts: lines(["inspector object", "i1 A", "i2 B"]))

  /// With an inspector and an object that leave.
  static let files: DrawFiles = {
    let result = published(drawn)
    var lines = ["kind object inspector reason"]
    if let place = result.teams.first {
      lines.append("inspector \(place.object) \(place.inspector) ill")
    }
    if let pick = result.stages[0].picks.last { lines.append("object \(pick.object) - closed") }
    var files = drawn
    files.amendments = Sample.lines(lines)
    return files
  }()

  static let transcript = published(files).transcript

  private static func published(_ files: DrawFiles) -> DrawResult {
    do throws(Refusal) {
      return try draw(files)
    } catch {
      fail("the sample is refused: \(error)")
    }
  }

  private static func lines(_ lines: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines { bytes += line.utf8.map { $0 == 0x20 ? 0x09 : $0 } + [0x0A] }
    return bytes
  }
}
