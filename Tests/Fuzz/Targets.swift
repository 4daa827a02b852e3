import Archive
import Glibc
import Sheets

@testable import Draw

/// What is done with an input, by the name of the target.
///
/// Whatever the bytes are, the answer is a result or a refusal, never a crash and never a hang, and
/// ways that must agree do agree.
let targets: [String: @Sendable ([UInt8]) -> Void] = [
  "rules": { bytes in _ = refusal { () throws(Refusal) in _ = try RulesReader.read(bytes) } },
  "roster": roster,
  "inspectors": inspectors,
  "conflicts": conflicts,
  "seed": seed,
  "amendments": amendments,
  "transcript": transcript,
  "hex": hex,
  "text": text,
  "kernels": kernels,
  "draw": draw,
  "tamper": tamper,
  "proof": proof,
  "tree": tree,
  "facts": facts,
  "zip": zip,
  "sheet": sheet,
  "workbook": workbook,
]

/// What is thrown, with its form checked.
private func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
  do throws(Refusal) {
    try body()
    return nil
  } catch {
    let sentence = Array(error.description.utf8)
    expect(error.line >= 0 && Sample.names.contains(error.file), "\(error)")
    expect(sentence.count < 2000, "a refusal is no place for a whole file")
    expect(sentence.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a refusal is one line")
    return error
  }
}

/// A roster read as a whole and in pieces of any size: the same root or the same refusal.
private func roster(_ bytes: [UInt8]) {
  var whole: FileRoot?
  let wholeRefusal = refusal { () throws(Refusal) in
    whole = FileRoot(try Table(withIDs: bytes, named: FileName.roster), .sha256)
  }
  for pieceSize in [1, 13, 64] {
    var root: FileRoot?
    let refusal = refusal { () throws(Refusal) in
      let source = RosterBytes(bytes, crew: Alone(), pieceSize: pieceSize)
      let header = try Table(headerWithIDs: source.header(), named: FileName.roster)
      root = try Census(of: source, header: header, .sha256, nil, nil).root
    }
    expect(refusal?.description == wholeRefusal?.description, "pieces refuse alike")
    expect(root?.root == whole?.root && root?.records == whole?.records, "the same root")
  }
}

private func inspectors(_ bytes: [UInt8]) {
  var files = Sample.files
  files.inspectors = bytes
  check(files)
}

private func conflicts(_ bytes: [UInt8]) {
  var files = Sample.files
  files.conflicts = bytes
  check(files)
}

private func seed(_ bytes: [UInt8]) {
  var files = Sample.files
  files.seed = bytes
  check(files)
}

private func amendments(_ bytes: [UInt8]) {
  var files = Sample.files
  files.amendments = bytes
  check(files)
}

/// Draws and verifies what was drawn; the forecast refuses what the draw refuses without the seed.
private func check(_ files: DrawFiles) {
  let refused = refusal { () throws(Refusal) in
    let result = try Draw.draw(files)
    guard case .verified(let end) = try verify(files, transcript: result.transcript),
      end == result.endDigest
    else { fail("a draw repeats") }
  }
  if refused == nil {
    expect(
      refusal { () throws(Refusal) in _ = try forecast(files.frozen) } == nil, "forecast")
  }
}

/// A transcript held against a draw: only the right one is verified, and where it differs is told in
/// four lines that a terminal can show.
private func transcript(_ bytes: [UInt8]) {
  let files = Sample.files
  _ = refusal { () throws(Refusal) in
    switch try verify(files, transcript: bytes) {
    case .verified: expect(bytes == Sample.transcript, "only the right one is verified")
    case .differs(let difference):
      expect(bytes != Sample.transcript && difference.line > 0, "the right one is verified")
      expect(difference.expected != difference.found, "two lines that differ look different")
      expect(Sample.names.contains(difference.file), difference.file)
      let shown = Array("\(Verification.differs(difference))".utf8)
      expect(
        shown.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x09 }, "visible")
      expect(shown.count { $0 == 0x0A } == 3, "four lines")
    }
  }
}

private func hex(_ input: [UInt8]) {
  let digits = Draw.hex(input)
  expect(bytes(hex: digits) == input, "hex reads what it wrote")
  if let read = bytes(hex: input[...]) {
    expect(Array(Draw.hex(read).utf8) == input, "hex has one way to write bytes")
  }
}

private func text(_ bytes: [UInt8]) {
  let visible = bytes[...].visible
  expect(
    visible.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }, "nothing for a terminal")
  expect(!visible.unicodeScalars.contains("\u{FFFD}") || bytes.contains(0xEF), "UTF-8")
  expect(bytes.quoted.utf8.count < 300, "a quotation is short")
  // The reader knows UTF-8 as the standard library does.
  var rest = bytes[...]
  var isValid = true
  while isValid, !rest.isEmpty {
    if let length = rest.utf8CharacterLength { rest.removeFirst(length) } else { isValid = false }
  }
  expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "UTF-8")
}

/// Hashes parts of the input with every kernel this processor has.
private func kernels(_ bytes: [UInt8]) {
  guard bytes.count > 4 else { return }
  let suite = bytes[0] & 1 == 0 ? Draw.Suite.sha256 : .sm3
  let head = [UInt8](bytes[1...].prefix(Int(bytes[1]) % 140))
  var parts: [Range<Int>] = []
  var start = 2
  while start < bytes.count, parts.count < 40 {
    let length = min(Int(bytes[start]), bytes.count - start)
    parts.append(start..<start + length)
    start += max(1, length / 2)
  }
  for hasLength in [true, false] {
    let batch = MessageBatch(prefix: HashPrefix(suite), head: head, hasLength: hasLength)
    var plain: [Digest] = []
    batch.digests(of: parts, in: bytes[2...], into: &plain, with: .scalar)
    for kernel in Kernel.available(for: suite) {
      var found: [Digest] = []
      batch.digests(of: parts, in: bytes[2...], into: &found, with: kernel)
      expect(found == plain, "\(kernel)")
    }
  }
}

/// All files of a draw in one input, parted by NUL, which no file may have; empty ones are absent.
private func draw(_ bytes: [UInt8]) {
  let parts = bytes.split(separator: 0, maxSplits: 6, omittingEmptySubsequences: false)
  func part(_ index: Int) -> [UInt8]? {
    parts.indices.contains(index) && !parts[index].isEmpty ? [UInt8](parts[index]) : nil
  }
  let files = DrawFiles(
    roster: part(0) ?? [], rules: part(1) ?? [], seed: part(2) ?? [], inspectors: part(3),
    conflicts: part(4), amendments: part(5))
  check(files)
  _ = refusal { () throws(Refusal) in _ = try verify(files, transcript: part(6) ?? []) }
}

/// Changes one file of a published draw by what the input says: never verified.
private func tamper(_ bytes: [UInt8]) {
  guard bytes.count > 3 else { return }
  var files = Sample.files
  let paths: [WritableKeyPath<DrawFiles, [UInt8]>] = [
    \.roster, \.rules, \.seed, \.inspectors!, \.conflicts!, \.amendments!,
  ]
  let names = [
    FileName.roster, FileName.rules, FileName.seed, FileName.inspectors, FileName.conflicts,
    FileName.amendments,
  ]
  let index = Int(bytes[0]) % paths.count
  let file = files[keyPath: paths[index]]
  let start = (Int(bytes[1]) << 8 | Int(bytes[2])) % (file.count + 1)
  let end = min(file.count, start + Int(bytes[3]) % 64)
  files[keyPath: paths[index]].replaceSubrange(start..<end, with: bytes[4...])
  if files[keyPath: paths[index]] == file { return }
  let refused = refusal { () throws(Refusal) in
    guard case .differs(let difference) = try verify(files, transcript: Sample.transcript) else {
      fail("a change of \(names[index]) was verified")
    }
    expect(difference.file == names[index], "\(names[index]) told as \(difference.file)")
  }
  expect(refused?.file ?? names[index] == names[index], "\(names[index]): \(refused!)")
}

/// A proof that is read is written back the same.
private func proof(_ bytes: [UInt8]) {
  _ = refusal { () throws(Refusal) in
    let proof = try InclusionProof(text: bytes)
    expect(proof.text == bytes, "a proof has one form")
    _ = proof.isSound
  }
}

/// A tree that is read is written back the same; held against files it tells lines they have.
private func tree(_ bytes: [UInt8]) {
  _ = refusal { () throws(Refusal) in
    let tree = try TreeFile(text: bytes)
    let files = [(name: FileName.roster, bytes: Sample.files.roster), (FileName.rules, bytes)]
    for difference in tree.differences(from: files) {
      expect(!difference.description.isEmpty, "a sentence")
    }
    let own = try TreeFile(of: files, tree.suite)
    expect(own.differences(from: files).isEmpty, "a tree agrees with its files")
    let read = try TreeFile(text: own.text)
    expect(read.text == own.text, "a tree has one form")
  }
}

/// A transcript that closes itself but may say anything, read back and explained.
private func facts(_ bytes: [UInt8]) {
  let suite = bytes.starts(with: Array("draw\tmingcha-draw-1\tsm3".utf8)) ? Draw.Suite.sm3 : .sha256
  let end = Draw.hex(Transcript.endDigest(of: bytes, suite))
  _ = refusal { () throws(Refusal) in
    let facts = try TranscriptFacts(bytes + Array("end\t\(end)\n".utf8))
    let lines = Sample.files.roster.split(separator: 0x0A)
    for (index, line) in lines.enumerated().dropFirst() {
      let explanation = try explain(
        header: Array(lines[0]), record: Array(line), line: index + 1, rules: Sample.files.rules,
        facts: facts)
      expect(explanation.stages.count == facts.stages.count, "every stage is explained")
    }
  }
}

private func zip(_ bytes: [UInt8]) {
  let limit = 1 << 20
  guard let entries = try? unzip(bytes, limitBytes: limit, limitEntries: 20) else { return }
  expect(entries.count <= 20 && entries.reduce(0) { $0 + $1.bytes.count } <= limit, "limits")
  expect(Set(entries.map(\.name)).count == entries.count, "no name twice")
  expect(
    entries.allSatisfy { !$0.name.hasPrefix("/") && !$0.name.split(separator: "/").contains("..") },
    "safe names")
}

private func write(_ bytes: [UInt8], to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  expect(file >= 0 && write(file, bytes, bytes.count) == bytes.count, "the file is written")
  close(file)
}

/// A workbook is read from a file, as it was received.
private func workbook(_ bytes: [UInt8]) {
  let path = "/tmp/mingcha-fuzz-\(getpid())"
  write(bytes, to: path)
  defer { unlink(path) }
  guard let table = try? TableFile(path: path, fileName: "a.xlsx") else { return }
  for part in table.parts.indices {
    var last = 0
    try? table.forEachRow(ofPart: part) { row in
      expect(row.number > last, "rows in order")
      last = row.number
      return row.number < 1000
    }
  }
}

/// A text table, written again with what could be read of it.
private func sheet(_ bytes: [UInt8]) {
  let path = "/tmp/mingcha-fuzz-\(getpid())"
  write(bytes, to: path)
  defer { unlink(path) }
  guard let table = try? TableFile(path: path, fileName: "a.csv"), table.format != .xlsx else {
    return
  }
  var header: [String] = []
  var rows: [[String]] = []
  try? table.forEachRow(ofPart: 0) { row in
    if header.isEmpty {
      header = row.cells
    } else if case .success(let row) = row.under(header, isStrict: true) {
      expect(row.cells.count == header.count, "as many cells as the header has")
      rows.append(row.cells)
    }
    return true
  }
  _ = csv(header: header, rows: rows)
}
