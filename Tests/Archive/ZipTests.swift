import Archive
import Foundation
import Testing

@Suite struct ZipTests {
  private static let files: [(name: String, bytes: [UInt8])] = [
    ("读我.txt", Array("检验检测机构\n".utf8)),
    ("draw/roster.tsv", Array(String(repeating: "id\tname\n", count: 5000).utf8)),
    ("empty", []),
  ]

  private func refusal(
    _ bytes: [UInt8], limitBytes: Int = 1 << 20, limitEntries: Int = 100
  ) -> ArchiveError? {
    do {
      _ = try unzip(bytes, limitBytes: limitBytes, limitEntries: limitEntries)
      return nil
    } catch {
      return error
    }
  }

  @Test("what was packed comes out, in the same order")
  func roundTrip() throws {
    let packed = try zip(Self.files, modified: 1_795_000_000)
    let unpacked = try unzip(packed, limitBytes: 1 << 20, limitEntries: 3)
    #expect(unpacked.map(\.name) == Self.files.map(\.name))
    #expect(unpacked.map(\.bytes) == Self.files.map(\.bytes))
    #expect(packed.count < 2000)
  }

  @Test("no files is an archive too")
  func empty() throws {
    let packed = try zip([], modified: 0)
    #expect(packed.count == 22)
    #expect(try unzip(packed, limitBytes: 0, limitEntries: 0).isEmpty)
  }

  @Test("an entry with two names is refused")
  func twoNames() throws {
    let packed = try zip(Self.files, modified: 0)
    let first = try #require(packed.firstRange(of: Array("empty".utf8)))
    var renamed = packed
    renamed.replaceSubrange(first, with: Array("empti".utf8))
    guard case .damaged = refusal(renamed) else {
      Issue.record("not refused as damaged")
      return
    }
    #expect(refusal(packed) == nil)
  }

  @Test("the bytes do not depend on the time zone")
  func timeZone() throws {
    let before = getenv("TZ").map { String(cString: $0) }
    defer {
      if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
      tzset()
    }
    var results: Set<[UInt8]> = []
    for zone in ["UTC", "Asia/Shanghai", "XYZ+7"] {
      setenv("TZ", zone, 1)
      tzset()
      results.insert(try zip(Self.files, modified: 1_795_000_001))
    }
    #expect(results.count == 1)
  }

  @Test("other programs read the names, the contents and the time in UTC")
  func python() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.zip")
    try Data(zip(Self.files, modified: 1_795_000_000)).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sys, zipfile
      z = zipfile.ZipFile(sys.argv[1])
      assert z.testzip() is None
      for i in z.infolist():
          assert i.compress_type in (0, 8)
          sys.stdout.buffer.write(f'{i.filename} {i.file_size} {i.date_time}\\n'.encode())
      """, file.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(
      output == """
        读我.txt 19 (2026, 11, 18, 11, 6, 40)
        draw/roster.tsv 40000 (2026, 11, 18, 11, 6, 40)
        empty 0 (2026, 11, 18, 11, 6, 40)

        """)
  }

  @Test(
    "a name that leads out of the folder is not packed",
    arguments: ["", "/a", "../a", "a/../b", "a//b", "./a", "C:a", "a\\b", "a\nb", "a/", ".."])
  func unsafeNames(name: String) {
    #expect(throws: ArchiveError.unsafeName(name)) { try zip([(name, [1])], modified: 0) }
  }

  @Test("a backslash does not lead out of the folder either")
  func backslash() throws {
    var bytes = try zip([("aaaa", [1])], modified: 0)
    replace("aaaa", by: "..\\a", in: &bytes)
    // libarchive may read it as a slash; it is refused in either form.
    #expect([.unsafeName("..\\a"), .unsafeName("../a")].contains(refusal(bytes)))
  }

  @Test("the same name twice is not packed")
  func duplicate() {
    #expect(throws: ArchiveError.duplicate(name: "a")) {
      try zip([("a", [1]), ("a", [2])], modified: 0)
    }
  }

  @Test(
    "a name that leads out of the folder is not unpacked",
    arguments: ["../a", "/abc", "C:ab", "a/..", "./ab", "a//b"])
  func unsafeNamesInside(name: String) throws {
    var bytes = try zip([("aaaa", [1])], modified: 0)
    replace("aaaa", by: name, in: &bytes)
    #expect(refusal(bytes) == .unsafeName(name))
  }

  @Test("more than the limits allow is refused while unpacking")
  func limits() throws {
    let bomb = try zip([("a", [UInt8](repeating: 0, count: 3_000_000))], modified: 0)
    #expect(bomb.count < 5000)
    #expect(refusal(bomb) == .tooLarge(limitBytes: 1 << 20))
    #expect(refusal(bomb, limitBytes: 3_000_000) == nil)
    let many = try zip((0..<101).map { ("\($0)", []) }, modified: 0)
    #expect(refusal(many) == .tooManyEntries(limit: 100))
    #expect(refusal(many, limitEntries: 101) == nil)
  }

  @Test("a declared size that is a lie does not pass the limit")
  func lyingSize() throws {
    var bomb = try zip([("a", [UInt8](repeating: 7, count: 2_000_000))], modified: 0)
    let size = withUnsafeBytes(of: UInt32(2_000_000).littleEndian, Array.init)
    for index in 0..<(bomb.count - 4) where Array(bomb[index..<index + 4]) == size {
      bomb.replaceSubrange(index..<index + 4, with: [10, 0, 0, 0])
    }
    #expect(refusal(bomb) != nil)
  }

  @Test("what is not a ZIP is named as such", arguments: [[], [1, 2, 3], Array("%PDF-1.7".utf8)])
  func notAnArchive(bytes: [UInt8]) {
    #expect(refusal(bytes) == .notAnArchive)
  }

  @Test("a truncated archive is refused at every length")
  func truncated() throws {
    let whole = try zip(Self.files, modified: 0)
    for length in stride(from: 4, to: whole.count, by: 7) {
      #expect(refusal(Array(whole.prefix(length))) != nil, "length \(length)")
    }
  }

  @Test("one altered byte never gives other contents under the same names")
  func altered() throws {
    let whole = try zip(Self.files, modified: 0)
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= 0x10
      guard let result = try? unzip(bytes, limitBytes: 1 << 20, limitEntries: 10) else { continue }
      for entry in result {
        guard let original = Self.files.first(where: { $0.name == entry.name }) else { continue }
        #expect(entry.bytes == original.bytes, "position \(index)")
      }
    }
  }

  @Test("a symbolic link is refused")
  func link() throws {
    var bytes = try zip([("a", Array("/etc/passwd".utf8))], modified: 0)
    // External attributes of the central entry: file mode in the upper half.
    let central = try #require(
      (0..<bytes.count - 4).first { Array(bytes[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] })
    bytes[central + 40] = 0xED
    bytes[central + 41] = 0xA1
    #expect(refusal(bytes) == .notAFile("a"))
  }

  @Test("an entry with a password is refused")
  func encrypted() throws {
    var bytes = try zip([("a", [1, 2, 3])], modified: 0)
    for index in 0..<(bytes.count - 4) {
      if Array(bytes[index..<index + 4]) == [0x50, 0x4B, 3, 4] { bytes[index + 6] |= 1 }
      if Array(bytes[index..<index + 4]) == [0x50, 0x4B, 1, 2] { bytes[index + 8] |= 1 }
    }
    #expect(refusal(bytes) == .encrypted(name: "a"))
  }

  @Test("names written by Chinese Windows are read as GB18030")
  func chineseWindows() throws {
    var bytes = try zip([("aaaa.csv", [1]), ("b", [2])], modified: 0)
    // 机构 in GB18030; no UTF-8 mark, as the name was ASCII.
    replace("aaaa", by: [0xBB, 0xFA, 0xB9, 0xB9], in: &bytes)
    for index in 0..<(bytes.count - 4) {
      if Array(bytes[index..<index + 4]) == [0x50, 0x4B, 3, 4] { bytes[index + 7] &= ~8 }
      if Array(bytes[index..<index + 4]) == [0x50, 0x4B, 1, 2] { bytes[index + 9] &= ~8 }
    }
    let names = try unzip(bytes, limitBytes: 10, limitEntries: 10).map(\.name)
    #expect(names == ["机构.csv", "b"])
  }

  private func replace(_ text: String, by other: String, in bytes: inout [UInt8]) {
    replace(text, by: Array(other.utf8), in: &bytes)
  }

  private func replace(_ text: String, by other: [UInt8], in bytes: inout [UInt8]) {
    let wanted = Array(text.utf8)
    for index in 0..<(bytes.count - wanted.count)
    where Array(bytes[index..<index + wanted.count]) == wanted {
      bytes.replaceSubrange(index..<index + wanted.count, with: other)
    }
  }
}
