import Foundation
import Testing

/// The example of `docs/draw-rules.md`: what its text shows is what the program computes.
@Suite("docs/draw-rules.md")
struct RuleTextTests {
  private static let text = try? String(
    contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/draw-rules.md"), encoding: .utf8)

  /// A fenced block: the words after its fence, and its lines with the last LF.
  private struct Block {
    let title: String
    let content: String
  }

  private static func blocks() throws -> [Block] {
    let parts = try #require(text).components(separatedBy: "\n```")
    return stride(from: 1, to: parts.count, by: 2).map {
      let end = parts[$0].firstIndex(of: "\n") ?? parts[$0].endIndex
      return Block(
        title: String(parts[$0][..<end]),
        content: String(parts[$0][end...].dropFirst()) + "\n")
    }
  }

  private static func example() throws -> Folder {
    let folder = Folder()
    for block in try blocks() where block.title.hasPrefix("tsv ") {
      try folder.write(block.content, String(block.title.dropFirst(4)))
    }
    return folder
  }

  @Test("the seven bodies are drawn as the text says")
  func sevenBodies() throws {
    let folder = try Self.example()
    let transcript = folder.text("transcript.txt")
    let end = try #require(transcript.split(separator: "\n").last?.dropFirst(4))
    let outcome = try Program.run("verify", folder.path)
    #expect(outcome.output == "verified \(end)\n")
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  @Test("its table of tickets is the one of the draw")
  func table() throws {
    let folder = try Self.example()
    let rows = try #require(Self.text).split(separator: "\n").filter { $0.hasPrefix("| jc-") }
    #expect(rows.count == 7)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let told = try Program.run("explain", folder.path, cells[0]).output
      let line = try #require(
        told.split(separator: "\n").first { $0.hasPrefix("  它的签号\t") })
      let ticket = String(line.suffix(64))
      #expect(cells[3] == "`\(ticket.prefix(16))…`")
      // Four digits of the place between 0 and 1, cut off and not rounded.
      let place = (try #require(UInt64(ticket.prefix(12), radix: 16)) * 10_000) >> 48
      #expect(cells[4] == String(format: "0.%04d", place))
      #expect(cells[5].hasPrefix("抽中") == told.hasPrefix("\(cells[0])：被抽中"))
    }
  }

  @Test("its shell lines print what stands below them")
  func shellLines() throws {
    let folder = try Self.example()
    let blocks = try Self.blocks()
    var shown = 0
    for (line, printed) in zip(blocks, blocks.dropFirst()) where line.title == "sh" {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", line.content]
      process.currentDirectoryURL = URL(filePath: folder.path)
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(String(decoding: output, as: UTF8.self) == printed.content)
      shown += 1
    }
    #expect(shown == 2)
  }
}
