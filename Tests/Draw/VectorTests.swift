import Draw
import Foundation
import Testing

/// A folder of `Vectors`: a draw with its transcript, or one that is refused.
struct Vector: CustomTestStringConvertible, Sendable {
  let name: String
  let files: DrawFiles
  /// Nil where the draw is refused.
  let transcript: [UInt8]?

  var testDescription: String { name }

  static let all: [Vector] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Vectors")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { Vector(folder.appendingPathComponent($0)) }
  }()

  static func named(_ name: String) throws -> Vector {
    try #require(all.first { $0.name == name })
  }

  private init?(_ folder: URL) {
    func bytes(_ name: String) -> [UInt8]? {
      (try? Data(contentsOf: folder.appendingPathComponent(name))).map { [UInt8]($0) }
    }
    guard let roster = bytes(FileName.roster), let rules = bytes(FileName.rules),
      let seed = bytes(FileName.seed)
    else { return nil }
    name = folder.lastPathComponent
    files = DrawFiles(
      roster: roster, rules: rules, seed: seed, inspectors: bytes(FileName.inspectors),
      conflicts: bytes(FileName.conflicts), amendments: bytes(FileName.amendments))
    transcript = bytes(FileName.transcript)
  }
}

struct VectorTests {
  @Test("the vectors of the specification are all there")
  func vectorsAreThere() {
    #expect(Vector.all.count { $0.transcript != nil } == 27)
    #expect(Vector.all.count { $0.transcript == nil } == 55)
  }

  @Test(
    "a vector comes out byte for byte", arguments: Vector.all.filter { $0.transcript != nil })
  func transcript(_ vector: Vector) throws {
    let result = try draw(vector.files)
    #expect(text(result.transcript) == vector.transcript.map(text))
    #expect(result.transcript == vector.transcript)
    let last = text(result.transcript).split(separator: "\n").last
    #expect(last.map(String.init) == "end\t\(hex(result.endDigest))")
  }

  @Test(
    "a vector that must be refused is refused with file and reason",
    arguments: Vector.all.filter { $0.transcript == nil })
  func refused(_ vector: Vector) throws {
    let refusal = try #require(refusal { () throws(Refusal) in _ = try draw(vector.files) })
    #expect(refusal.file.hasSuffix(".tsv"))
    #expect(refusal.line >= 0)
    #expect(refusal.reason.hasSuffix("。"))
  }

  @Test(
    "a published transcript is verified with its end digest",
    arguments: Vector.all.filter { $0.transcript != nil })
  func verified(_ vector: Vector) throws {
    let transcript = try #require(vector.transcript)
    guard case .verified(let digest) = try verify(vector.files, transcript: transcript) else {
      Issue.record("not verified")
      return
    }
    #expect(text(transcript).hasSuffix("end\t\(hex(digest))\n"))
  }

  @Test(
    "refusals name the line they mean",
    arguments: [
      ("20-unsorted-roster", "roster.tsv", 3), ("22-empty-field", "roster.tsv", 2),
      ("24-no-final-newline", "roster.tsv", 2), ("27-unknown-key", "rules.tsv", 7),
      ("43-conflict-unknown-object", "conflicts.tsv", 2), ("54-amend-twice", "amendments.tsv", 3),
      ("59-empty-file", "roster.tsv", 0), ("66-stage-twice", "rules.tsv", 7),
      ("70-weight-twice", "rules.tsv", 11), ("78-line-too-long", "roster.tsv", 2),
    ])
  func lines(_ name: String, _ file: String, _ line: Int) throws {
    let files = try Vector.named(name).files
    let refusal = try #require(refusal { () throws(Refusal) in _ = try draw(files) })
    #expect(refusal.file == file)
    #expect(refusal.line == line)
  }
}
