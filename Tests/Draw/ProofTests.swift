import Draw
import Testing

/// RFC 6962 §2.1 as it is written, without any of the code under test but the hash.
private enum Reference {
  static func root(_ leaves: [[UInt8]], _ suite: Suite) -> [UInt8] {
    if leaves.isEmpty { return suite.hash([]) }
    if leaves.count == 1 { return suite.hash([0] + leaves[0]) }
    let split = split(leaves.count)
    return suite.hash(
      [1] + root(Array(leaves[..<split]), suite) + root(Array(leaves[split...]), suite))
  }

  static func path(_ index: Int, _ leaves: [[UInt8]], _ suite: Suite) -> [[UInt8]] {
    if leaves.count <= 1 { return [] }
    let split = split(leaves.count)
    let (left, right) = (Array(leaves[..<split]), Array(leaves[split...]))
    return index < split
      ? path(index, left, suite) + [root(right, suite)]
      : path(index - split, right, suite) + [root(left, suite)]
  }

  /// The largest power of two below `count`.
  private static func split(_ count: Int) -> Int {
    var split = 1
    while 2 * split < count { split *= 2 }
    return split
  }
}

private func unhex(_ digits: String) throws -> [UInt8] { try #require(bytes(hex: digits)) }

private func built(_ leaves: [[UInt8]], wanted: Int?, _ suite: Suite) -> (
  root: [UInt8], path: [[UInt8]]
)? {
  var builder = ProofBuilder(suite)
  for (index, leaf) in leaves.enumerated() {
    builder.append(leaf[...], isWanted: index == wanted)
  }
  return builder.finish()
}

@Suite("Inclusion proofs")
struct ProofTests {
  /// The leaves that implementations of certificate transparency are tested with.
  static let leaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]

  @Test("the roots of the certificate transparency test tree, for every size")
  func roots() throws {
    let leaves = try Self.leaves.map(unhex)
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    for (index, root) in roots.enumerated() {
      let tree = built(Array(leaves[...index]), wanted: nil, .sha256)
      #expect(try tree?.root == unhex(root))
    }
  }

  @Test("the paths of the certificate transparency test tree")
  func paths() throws {
    let leaves = try Self.leaves.map(unhex)
    for (index, size, path) in [
      (0, 1, []),
      (
        0, 8,
        [
          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
      ),
      (
        5, 8,
        [
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
      ),
      (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
      (
        1, 5,
        [
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]
      ),
    ] as [(Int, Int, [String])] {
      let tree = try #require(built(Array(leaves[..<size]), wanted: index, .sha256))
      #expect(try tree.path == path.map(unhex), "leaf \(index) of \(size)")
      let reached = rootReached(
        .sha256, line: leaves[index], index: index, size: size, path: tree.path)
      #expect(reached == tree.root)
    }
  }

  @Test("every leaf of every tree up to 70 leaves", arguments: [Suite.sha256, .sm3])
  func everyLeaf(suite: Suite) throws {
    #expect(built([], wanted: nil, suite) == nil)
    var leaves: [[UInt8]] = []
    for size in 1...70 {
      leaves.append(Array("line \(size)".utf8))
      let root = Reference.root(leaves, suite)
      for index in 0..<size {
        let tree = try #require(built(leaves, wanted: index, suite))
        #expect(tree.root == root)
        #expect(tree.path == Reference.path(index, leaves, suite))
        let reached = rootReached(
          suite, line: leaves[index], index: index, size: size, path: tree.path)
        #expect(reached == root)
      }
    }
  }

  @Test("no leaf is proved at another place, by a longer or shorter path, or beyond the end")
  func misplaced() throws {
    for size in 1...40 {
      let leaves = (0..<size).map { Array("line \($0)".utf8) }
      for index in 0..<size {
        let tree = try #require(built(leaves, wanted: index, .sha256))
        for other in -1...size where other != index {
          let reached = rootReached(
            .sha256, line: leaves[index], index: other, size: size, path: tree.path)
          #expect(reached != tree.root, "leaf \(index) of \(size) passes at \(other)")
        }
        for path in [tree.path + [tree.root], Array(tree.path.dropLast())]
        where path != tree.path {
          let reached = rootReached(
            .sha256, line: leaves[index], index: index, size: size, path: path)
          #expect(reached != tree.root)
        }
      }
    }
  }

  private static let roster = file(
    ["id name"] + (100..<137).map { "B\($0) name-\($0)" })

  private func proof() throws -> InclusionProof {
    try #require(try prove("B117", in: Self.roster, named: FileName.roster, .sha256))
  }

  @Test("a proof is read back as it was written, and is sound")
  func text() throws {
    let proof = try proof()
    #expect(proof.index == 18)
    #expect(proof.size == 38)
    #expect(try proof.root == root(of: Self.roster, named: FileName.roster, .sha256))
    #expect(proof.id == Array("B117".utf8))
    #expect(proof.isSound)
    let read = try InclusionProof(text: proof.text)
    #expect(read.text == proof.text)
    #expect(read.isSound)
    #expect(read.line == Array("B117\tname-117".utf8))
  }

  @Test("an id that is not in the file has no proof; the header is no record")
  func unknown() throws {
    for id in ["B137", "B11", "B1177", "", "id"] {
      #expect(try prove(id, in: Self.roster, named: FileName.roster, .sha256) == nil, "\(id)")
    }
  }

  @Test("any flipped bit of a proof is refused")
  func flippedText() throws {
    let text = try proof().text
    for place in text.indices {
      for bit in 0..<8 {
        var changed = text
        changed[place] ^= 1 << bit
        #expect(refusal { () throws(Refusal) in _ = try InclusionProof(text: changed) } != nil)
      }
    }
  }

  @Test("a proof that is cut short, or goes on, is refused")
  func length() throws {
    let text = try proof().text
    for changed in (0..<text.count).map({ Array(text.prefix($0)) }) + [text + text, text + [0x0A]] {
      let found = refusal { () throws(Refusal) in _ = try InclusionProof(text: changed) }
      #expect(found?.file == "proof.txt")
    }
  }

  @Test("a line, a node or a root changed by a bit, and written anew, does not hold")
  func flippedNodes() throws {
    let proof = try proof()
    func holds(line: [UInt8]? = nil, root: [UInt8]? = nil, path: [[UInt8]]? = nil) -> Bool {
      InclusionProof(
        file: proof.file, suite: proof.suite, line: line ?? proof.line, index: proof.index,
        size: proof.size, root: root ?? proof.root, path: path ?? proof.path
      ).isSound
    }
    #expect(holds())
    for bit in 0..<8 * proof.line.count {
      var line = proof.line
      line[bit / 8] ^= 1 << (bit % 8)
      #expect(!holds(line: line))
    }
    for bit in 0..<256 {
      var root = proof.root
      root[bit / 8] ^= 1 << (bit % 8)
      #expect(!holds(root: root))
      for node in proof.path.indices {
        var path = proof.path
        path[node][bit / 8] ^= 1 << (bit % 8)
        #expect(!holds(path: path))
      }
    }
  }
}
