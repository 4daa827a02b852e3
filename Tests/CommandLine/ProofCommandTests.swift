import Archive
import Draw
import Foundation
import Testing

/// A draw with amendments, in SHA-256.
private func amended() throws -> VectorFolder { try VectorFolder.named("02-shanghai-amended") }

private func ids(_ vector: VectorFolder) throws -> [String] {
  let roster = try Data(contentsOf: URL(filePath: "\(vector.path)/roster.tsv"))
  return String(decoding: roster, as: UTF8.self).split(separator: "\n").dropFirst().map {
    String($0.prefix { $0 != "\t" })
  }
}

/// What a stock shell prints for a line.
private func shell(_ name: String, _ line: String) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/bin/\(name)")
  process.arguments = ["-c", line]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: output, as: UTF8.self)
}

@Suite("mingcha explain")
struct ExplainTests {
  @Test("the shell line gives the ticket the transcript states", arguments: ["sh", "bash"])
  func shellLine(name: String) throws {
    for vector in [try amended(), try VectorFolder.named("03-sm3")] {
      let transcript = String(decoding: try #require(vector.transcript), as: UTF8.self)
      let picks = transcript.split(separator: "\n").filter { $0.hasPrefix("pick\t") }
      for pick in picks.prefix(3) {
        let fields = pick.split(separator: "\t").map(String.init)
        let outcome = try Program.run("explain", vector.path, fields[3])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("被抽中"))
        let line = try #require(
          outcome.output.split(separator: "\n").first { $0.contains("printf") })
        #expect(try shell(name, String(line)).contains(fields[5]))
      }
    }
  }

  @Test("an id with every printable sign is spelled for the shell")
  func signs() throws {
    let folder = Folder()
    let id = "!\"#$%&'()*+-./0:;<=>?@A[\\]^_`a{|}~%s%d\\n"
    try folder.write("id\n\(id)\n", FileName.roster)
    try folder.write(
      "spec\tmingcha-draw-1\nsuite\tsha256\ntitle\tt\nstage\ts\ncount\t1\n", FileName.rules)
    try folder.write("contributor\tkind\tvalue\nx\tpublic\t1\n", FileName.seed)
    let outcome = try Program.run("explain", folder.path, id)
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    let ticket = try #require(lines.first { $0.hasPrefix("  它的签号\t") }?.suffix(64))
    let line = try #require(lines.first { $0.contains("printf") })
    for name in ["sh", "bash"] { #expect(try shell(name, line).hasPrefix(ticket)) }
  }

  @Test("what left, what came in its place and who changed are told")
  func amendments() throws {
    let vector = try amended()
    let left = try Program.run("explain", vector.path, "91310114MA0797845Q").output
    #expect(left.contains("被抽中后退出（第1项变动），由 91310117MA1457965B 递补。"))
    let came = try Program.run("explain", vector.path, "91310117MA1457965B").output
    #expect(came.contains("退出后，由它递补（第1项变动）"))
    #expect(came.contains("检查组"))
    let recused = try Program.run("explain", vector.path, "91310112MAK6221284").output
    #expect(recused.contains("transport-00521 回避（曾在该机构任职）"))
  }

  @Test("an id that is not in the roster has no explanation and no proof")
  func unknown() throws {
    for command in ["explain", "prove"] {
      let outcome = try Program.run(command, try amended().path, "nobody")
      #expect(outcome.status == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.sentences.count == 1)
    }
  }

  @Test("a transcript that does not belong to the files is not explained")
  func otherTranscript() throws {
    let folder = try amended().copy()
    try folder.write(folder.text(FileName.transcript) + "x\n", FileName.transcript)
    let outcome = try Program.run("explain", folder.path, try ids(try amended())[0])
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
  }

  @Test("without a transcript the draw is repeated all the same")
  func noTranscript() throws {
    let vector = try amended()
    let folder = try vector.copy()
    let id = try ids(vector)[7]
    let with = try Program.run("explain", folder.path, id)
    try folder.remove(FileName.transcript)
    #expect(try Program.run("explain", folder.path, id).output == with.output)
  }
}

@Suite("mingcha prove, check-proof and tree")
struct ProveTests {
  @Test("what is proved is verified by itself, by its root and by the transcript")
  func proved() throws {
    let vector = try amended()
    let ids = try ids(vector)
    let folder = Folder()
    for id in [ids[0], ids[600], try #require(ids.last)] {
      let proof = try Program.run("prove", vector.path, id)
      #expect(proof.status == 0)
      try folder.write(proof.output, "p")
      let root = try #require(proof.output.firstMatch(of: /\nroot\t([0-9a-f]{64})\n/)?.1)
      for words in [
        [], ["--root", String(root)], ["--transcript", "\(vector.path)/transcript.txt"],
      ] {
        let checked = try Program.run(["check-proof", folder.path("p")] + words)
        #expect(checked.status == 0)
        #expect(checked.output.hasPrefix("verified \(root)\n"))
        #expect(checked.output.contains("\n\(id)\t"))
        #expect(checked.output.contains("公布的根比对") == words.isEmpty)
      }
    }
  }

  @Test("an inspector is proved in the inspectors' file")
  func inspector() throws {
    let vector = try VectorFolder.named("01-shanghai-2023")
    let folder = Folder()
    let first = try Data(contentsOf: URL(filePath: "\(vector.path)/inspectors.tsv"))
      .split(separator: 0x0A)[1]
    let id = String(decoding: first.prefix { $0 != 9 }, as: UTF8.self)
    let proof = try Program.run("prove", vector.path, id, "--file", "inspectors.tsv")
    try folder.write(proof.output, "p")
    let checked = try Program.run(
      "check-proof", folder.path("p"), "--transcript", "\(vector.path)/transcript.txt")
    #expect(checked.status == 0)
    let other = try Program.run("prove", vector.path, id, "--file", "seed.tsv")
    #expect(other.status == 2)
  }

  @Test("a proof for another root or another draw is not verified")
  func otherRoot() throws {
    let folder = Folder()
    try folder.write(
      try Program.run("prove", try amended().path, try ids(try amended())[3]).output, "p")
    let zeros = String(repeating: "0", count: 64)
    let other = try VectorFolder.named("05-province-2025").path
    for words in [["--root", zeros], ["--transcript", "\(other)/transcript.txt"]] {
      let outcome = try Program.run(["check-proof", folder.path("p")] + words)
      #expect(outcome.status == 1)
      #expect(!outcome.output.contains("verified"))
    }
    let short = try Program.run("check-proof", folder.path("p"), "--root", "00")
    #expect(short.status == 2)
  }

  @Test("a damaged proof is refused with its line")
  func damaged() throws {
    let folder = Folder()
    let proof = try Program.run("prove", try amended().path, try ids(try amended())[3]).output
    try folder.write(proof.replacing("path\t", with: "path\t0", maxReplacements: 1), "p")
    let outcome = try Program.run("check-proof", folder.path("p"))
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.hasPrefix("\(folder.path("p")):6: "))
    let missing = try Program.run("check-proof", folder.path("nowhere"))
    #expect(missing.status == 2)
    #expect(missing.sentences.count == 1)
  }

  @Test("the tree of the original names the line that was changed, and verifies what was not")
  func tree() throws {
    let vector = try amended()
    let folder = try vector.copy()
    let tree = Folder()
    try tree.write(try Program.run("tree", vector.path).output, "tree.txt")
    let words = ["verify", folder.path, "--against", tree.path("tree.txt")]
    let same = try Program.run(words)
    #expect(same.status == 0)
    #expect(same.output.hasSuffix("各文件与留存的散列树一致。\n"))
    var lines = folder.text(FileName.roster).split(separator: "\n").map(String.init)
    lines[500] += "x"
    try folder.write(lines.map { $0 + "\n" }.joined(), FileName.roster)
    let changed = try Program.run(words)
    #expect(changed.status == 1)
    #expect(changed.output.contains("改动在: roster.tsv\n"))
    #expect(changed.output.hasSuffix("\nroster.tsv:501: 这一行与原件不同。\n"))
  }

  @Test("a file that is refused is still compared with the tree")
  func refusedFile() throws {
    let vector = try amended()
    let folder = try vector.copy()
    let tree = Folder()
    try tree.write(try Program.run("tree", vector.path).output, "tree.txt")
    try folder.write(
      folder.text(FileName.roster).replacing("\n", with: "\r\n", maxReplacements: 1),
      FileName.roster)
    let outcome = try Program.run("verify", folder.path, "--against", tree.path("tree.txt"))
    #expect(outcome.status == 2)
    #expect(outcome.error.hasPrefix("roster.tsv:1: "))
    #expect(outcome.output == "roster.tsv:1: 这一行与原件不同。\n")
  }
}

@Suite("A draw in a ZIP")
struct ZipFolderTests {
  private static func files(_ vector: VectorFolder) throws -> [(name: String, bytes: [UInt8])] {
    try FileManager.default.contentsOfDirectory(atPath: vector.path).sorted().map {
      ($0, [UInt8](try Data(contentsOf: URL(filePath: "\(vector.path)/\($0)"))))
    }
  }

  private func outcome(
    _ command: String, _ files: [(name: String, bytes: [UInt8])], _ words: String...
  ) throws -> Program.Outcome {
    let folder = Folder()
    try folder.write(try zip(files, modified: 1_795_000_000), "draw.zip")
    return try Program.run([command, folder.path("draw.zip")] + words)
  }

  @Test("files at the top or in one folder are verified as in a folder")
  func verified() throws {
    let vector = try amended()
    let folder = try Program.run("verify", vector.path)
    let files = try Self.files(vector)
    for place in ["", "draw-1/"] {
      let zipped = try outcome("verify", files.map { (place + $0.name, $0.bytes) })
      #expect(zipped.status == 0)
      #expect(zipped.output == folder.output)
    }
    let id = try ids(vector)[9]
    let explained = try outcome("explain", files, id)
    #expect(explained.output == (try Program.run("explain", vector.path, id)).output)
  }

  @Test("a file that is missing in the ZIP is named")
  func missing() throws {
    let files = try Self.files(try amended()).filter { $0.name != FileName.seed }
    let outcome = try outcome("verify", files)
    #expect(outcome.status == 2)
    #expect(outcome.error.hasPrefix("seed.tsv: "))
  }

  @Test(
    "files in several folders, or deeper ones, are refused by name",
    arguments: [["a/roster.tsv", "rules.tsv"], ["roster.tsv", "b/rules.tsv"], ["a/b/roster.tsv"]])
  func nested(names: [String]) throws {
    let outcome = try outcome("verify", names.map { ($0, Array("x\n".utf8)) })
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.count == 1)
    #expect(names.contains { outcome.error.contains("“\($0)”") })
  }

  @Test("a bomb, a link, a double, a password, a way out and a broken ZIP are refused by name")
  func hostile() throws {
    let folder = Folder()
    let script = """
      import stat, sys, warnings, zipfile
      warnings.simplefilter("ignore")
      folder = sys.argv[1]
      def write(name, *entries):
          with zipfile.ZipFile(f"{folder}/{name}.zip", "w", zipfile.ZIP_DEFLATED) as z:
              for entry, content in entries: z.writestr(entry, content)
      write("bomb", ("roster.tsv", b"\\0" * (300 << 20)))
      link = zipfile.ZipInfo("roster.tsv")
      link.external_attr = (stat.S_IFLNK | 0o777) << 16
      write("link", (link, "/etc/passwd"))
      write("double", ("roster.tsv", "a"), ("roster.tsv", "b"))
      write("out", ("../roster.tsv", "a"))
      write("many", *((f"{i}.tsv", "a") for i in range(200)))
      write("locked", ("roster.tsv", "a" * 99))
      data = bytearray(open(f"{folder}/locked.zip", "rb").read())
      data[6] |= 1
      data[data.index(b"PK\\1\\2") + 8] |= 1
      open(f"{folder}/locked.zip", "wb").write(data)
      write("broken", ("roster.tsv", "abc" * 999))
      data = open(f"{folder}/broken.zip", "rb").read()
      open(f"{folder}/broken.zip", "wb").write(data[:40])
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", script, folder.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    for (name, why) in [
      ("bomb", "解压后超过256 MiB"), ("link", "“roster.tsv”是链接"), ("double", "有两个“roster.tsv”"),
      ("out", "“../roster.tsv”会越出文件夹"), ("many", "超过100个"), ("locked", "“roster.tsv”加了密码"),
      ("broken", "不完整或已损坏"),
    ] {
      let outcome = try Program.run("verify", folder.path("\(name).zip"))
      #expect(outcome.status == 2, "\(name)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.sentences.count == 1)
      #expect(outcome.error.contains(why), "\(outcome.error)")
    }
  }
}
