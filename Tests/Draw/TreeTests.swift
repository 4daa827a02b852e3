import Draw
import Testing

@Suite("The tree of the original")
struct TreeTests {
  private static let roster = (1...12).map { "B\(100 + $0)\tname \($0)" }

  private func bytes(_ lines: [String]) -> [UInt8] {
    Array((["id\tname"] + lines).map { $0 + "\n" }.joined().utf8)
  }

  private func told(_ change: (inout [String]) -> Void) throws -> [String] {
    var lines = Self.roster
    change(&lines)
    return try told(bytes(lines))
  }

  private func told(_ found: [UInt8]) throws -> [String] {
    let tree = try TreeFile(of: [(FileName.roster, bytes(Self.roster))], .sha256)
    let read = try TreeFile(text: tree.text)
    return read.differences(from: [(FileName.roster, found)]).map(\.description)
  }

  @Test("an unchanged file differs nowhere")
  func unchanged() throws {
    #expect(try told { _ in }.isEmpty)
  }

  @Test("a changed line is named, the first and the last too", arguments: [0, 5, 11])
  func changed(place: Int) throws {
    let told = try told { $0[place] += "x" }
    #expect(told == ["roster.tsv:\(place + 2): 这一行与原件不同。"])
  }

  @Test("a changed header is line 1")
  func header() throws {
    let found = Array("id\tnamf\n".utf8) + bytes(Self.roster).dropFirst(8)
    #expect(try told(found) == ["roster.tsv:1: 这一行与原件不同。"])
  }

  @Test("an added and a dropped line are named")
  func addedAndDropped() throws {
    #expect(
      try told { $0.insert("B105x\tnew", at: 5) } == ["roster.tsv:7: 这一行是原件没有的。"])
    #expect(try told { $0.remove(at: 5) } == ["roster.tsv:7: 这一行之前少了原件的第7行。"])
    #expect(try told { $0.removeLast() } == ["roster.tsv:13: 这一行之前少了原件的第13行。"])
    #expect(try told { $0.append("B113\tnew") } == ["roster.tsv:14: 这一行是原件没有的。"])
  }

  @Test("two lines changed places")
  func swapped() throws {
    let told = try told { $0.swapAt(3, 4) }
    #expect(told.count == 1)
    #expect(told.first?.contains("顺序被调换") == true)
  }

  @Test("a line that was moved is named once, and no other line")
  func moved() throws {
    let told = try told { $0.insert($0.remove(at: 9), at: 2) }
    #expect(told == ["roster.tsv:4: 这一行在原件中是第11行，顺序被调换。"])
  }

  @Test("a line twice is one too many")
  func twice() throws {
    #expect(try told { $0.insert($0[4], at: 4) } == ["roster.tsv:7: 这一行是原件没有的。"])
  }

  @Test("several changes at once are told from the top down")
  func several() throws {
    let told = try told {
      $0[1] += "x"
      $0.remove(at: 8)
      $0.append("B113\tnew")
    }
    #expect(
      told == [
        "roster.tsv:3: 这一行与原件不同。", "roster.tsv:10: 这一行之前少了原件的第10行。",
        "roster.tsv:13: 这一行是原件没有的。",
      ])
  }

  @Test("a missing line feed at the end is told")
  func unended() throws {
    #expect(try told(bytes(Self.roster).dropLast()) == ["roster.tsv:13: 最后一行缺少换行符。"])
  }

  @Test("an emptied file has lost every line, and the rest is counted")
  func emptied() throws {
    let many = (100...160).map { "B\($0)\tname" }
    let tree = try TreeFile(of: [(FileName.roster, bytes(many))], .sm3)
    let told = tree.differences(from: [(FileName.roster, [])])
    #expect(told.count == 21)
    #expect(told.last?.description == "roster.tsv: 还有42处不同，没有一一列出。")
  }

  @Test("a frozen file that is gone or new is told; a later seed is not")
  func files() throws {
    let files = [
      (FileName.roster, bytes(Self.roster)), (FileName.conflicts, Array("a\tb\n".utf8)),
    ]
    let tree = try TreeFile(of: files, .sha256)
    let now = [
      (FileName.roster, bytes(Self.roster)), (FileName.inspectors, Array("id\n".utf8)),
      (FileName.seed, Array("x\n".utf8)), ("readme.txt", Array("x\n".utf8)),
    ]
    #expect(
      tree.differences(from: now).map(\.description) == [
        "inspectors.tsv: 原件没有这个文件。", "conflicts.tsv: 原件有这个文件，现在没有。",
      ])
  }

  @Test("any single changed byte of any file of a vector is found in its line")
  func everyByte() throws {
    let vector = try Vector.named("02-shanghai-amended")
    let files = [
      (FileName.roster, vector.files.roster), (FileName.rules, vector.files.rules),
      (FileName.seed, vector.files.seed), (FileName.amendments, vector.files.amendments ?? []),
    ]
    let tree = try TreeFile(of: files, .sha256)
    var generator = FixedGenerator(7)
    for _ in 0..<2000 {
      let which = Int.random(in: 0..<files.count, using: &generator)
      var changed = files
      let place = Int.random(in: 0..<changed[which].1.count, using: &generator)
      changed[which].1[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
      let told = tree.differences(from: changed)
      let line = 1 + files[which].1[..<place].count { $0 == 0x0A }
      #expect(told.allSatisfy { $0.file == files[which].0 })
      #expect(told.contains { abs($0.line - line) <= 1 }, "\(told)")
      #expect(!told.isEmpty)
    }
  }

  @Test("the roots of a tree are those of the transcript")
  func roots() throws {
    let vector = try Vector.named("01-shanghai-2023")
    let tree = try TreeFile(
      of: [
        (FileName.roster, vector.files.roster),
        (FileName.inspectors, vector.files.inspectors ?? []),
      ], .sha256)
    let heads = text(tree.text).split(separator: "\n").filter { $0.hasPrefix("file\t") }
    let roots = try draw(vector.files).roots
    let inspectors = try #require(roots.inspectors)
    #expect(
      heads.map(String.init) == [
        "file\troster.tsv\t\(roots.roster.records + 1)\t\(hex(roots.roster.root))",
        "file\tinspectors.tsv\t\(inspectors.records + 1)\t\(hex(inspectors.root))",
      ])
  }

  @Test("any flipped bit of a tree, and any cut, is refused")
  func damaged() throws {
    let tree = try TreeFile(of: [(FileName.roster, bytes(Self.roster))], .sha256)
    for place in tree.text.indices {
      for bit in 0..<8 {
        var changed = tree.text
        changed[place] ^= 1 << bit
        #expect(refusal { () throws(Refusal) in _ = try TreeFile(text: changed) } != nil)
      }
    }
    let heading = "tree\tmingcha-draw-1\tsha256\n".utf8.count
    for length in 0..<tree.text.count where length != heading {
      let changed = Array(tree.text.prefix(length))
      #expect(refusal { () throws(Refusal) in _ = try TreeFile(text: changed) } != nil)
    }
  }
}
