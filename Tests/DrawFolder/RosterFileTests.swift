import Draw
import DrawFolder
import Foundation
import Testing

/// Rosters on disk that are larger than the pieces in which they are read.
@Suite("Roster files")
struct RosterFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("mingcha-\(UUID().uuidString)")

  private func lines(_ count: Int) -> [String] {
    ["id\tname\tfield"]
      + (0..<count).map { "R\(1_000_000 + $0)\t第\($0)检验检测机构\t\($0 % 3 == 0 ? "a" : "b")" }
  }

  private let side = SideFiles(
    rules: Array(
      """
      spec\tmingcha-draw-1
      suite\tsm3
      title\tt
      stage\ts
      count\t300
      stratify\tfield

      """.utf8), seed: Array("contributor\tkind\tvalue\nx\tpublic\t1\n".utf8))

  /// Runs `body` with the path of a folder that holds this roster.
  private func withRoster(_ text: String, _ body: (URL) throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("roster.tsv")
    try text.write(to: path, atomically: false, encoding: .utf8)
    try body(path)
  }

  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// Where a draw is refused, as `file:line`; nil if it is not.
  ///
  /// - Parameter opened: the roster, if it was opened before it was changed.
  private func refusal(_ opened: FoundRoster? = nil) -> String? {
    do throws(Refusal) {
      let roster: FoundRoster
      if let opened { roster = opened } else { roster = try DrawFolder(folder.path).roster() }
      _ = try draw(roster, side, crew: Threads())
      return nil
    } catch {
      return error.line == 0 ? error.file : "\(error.file):\(error.line)"
    }
  }

  @Test("many threads give what one gives, byte for byte")
  func threads() throws {
    let roster = text(lines(90_000))
    try withRoster(roster) { _ in
      let one = try draw(
        RosterBytes(Array(roster.utf8), crew: Alone(), pieceSize: 1 << 30), side, crew: Alone())
      let file = try DrawFolder(folder.path).roster()
      #expect(file.size > 3 << 20)
      #expect(try draw(file, side, crew: Threads()).transcript == one.transcript)
    }
  }

  @Test("progress goes up to the whole file, twice")
  func progress() throws {
    try withRoster(text(lines(90_000))) { _ in
      let file = try DrawFolder(folder.path).roster()
      var told: [DrawStep: [Int]] = [:]
      _ = try draw(file, side, crew: Threads()) { step, done, total in
        if step == .roster || step == .tickets { #expect(total == file.size) }
        told[step, default: []].append(done)
      }
      for step in [DrawStep.roster, .tickets] {
        let done = try #require(told[step])
        #expect(done == done.sorted() && done.last == file.size)
      }
    }
  }

  @Test("the first fault of a long file is told, whichever thread finds it", arguments: 0..<8)
  func firstFault(round: Int) throws {
    var lines = lines(90_000)
    lines[70_000] += "\r"
    lines[50_000 + round] += "\tmore"
    lines[80_000] = lines[79_999]
    try withRoster(text(lines)) { _ in
      #expect(refusal() == "roster.tsv:\(50_001 + round)")
    }
  }

  @Test("the order is kept over the seams of pieces")
  func order() throws {
    var lines = lines(90_000)
    // Within 512 KiB of whichever seam: every line after it is smaller than the one before.
    lines.insert("S", at: 40_000)
    lines[40_000] = "S0\tx\ta"
    try withRoster(text(lines)) { _ in
      #expect(refusal() == "roster.tsv:40002")
    }
  }

  @Test("a line without end is refused by its number")
  func endlessLine() throws {
    let long = String(repeating: "x", count: 3 << 20)
    try withRoster(text(lines(40_000) + ["R9\(long)\ta\tb"])) { _ in
      #expect(refusal() == "roster.tsv:40002")
    }
    try withRoster(long) { _ in
      #expect(refusal() == "roster.tsv:1")
    }
  }

  @Test("a file that is written to while it is read is refused as a whole")
  func changed() throws {
    try withRoster(text(lines(90_000))) { path in
      let longer = try DrawFolder(folder.path).roster()
      let handle = try FileHandle(forWritingTo: path)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("S\tx\ta\n".utf8))
      #expect(refusal(longer) == "roster.tsv")
      let shorter = try DrawFolder(folder.path).roster()
      try handle.truncate(atOffset: 1 << 20)
      #expect(refusal(shorter) == "roster.tsv")
      try handle.close()
    }
  }

  @Test("a crew of threads does each piece once, in order of the answer")
  func crew() {
    for count in [0, 1, 2, 7, 1000] {
      #expect(Threads().map(count) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }
  }
}
