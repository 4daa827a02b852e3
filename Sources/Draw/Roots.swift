/// Root of a file: RFC 6962 Merkle tree hash over its lines, the header being leaf 0.
///
/// Rule: mingcha-draw-1 §2.
///
/// - Parameter name: what refusals call the file.
/// - Returns: 32 bytes.
/// - Throws: `Refusal` if the file is not a well-formed table (§1).
package func root(
  of file: [UInt8], named name: String, _ suite: Suite
) throws(Refusal) -> [UInt8] {
  FileRoot(try Table(file, named: name), suite).root
}

/// Hash of `rules.tsv` as a whole, 32 bytes.
package func rulesHash(_ rules: [UInt8], _ suite: Suite) -> [UInt8] {
  var message = Message()
  message.label("mingcha-draw-1/rules")
  message.raw(rules)
  return message.digest(suite).bytes
}

extension FileRoot {
  init(_ table: Table, _ suite: Suite) {
    var tree = MerkleTree(suite)
    for line in 0..<table.file.lineCount { tree.append(table.file.line(line)) }
    self.init(root: tree.root().bytes, records: table.recordCount)
  }
}

extension Roots {
  init(_ frozen: Frozen, _ rules: [UInt8]) {
    let suite = frozen.suite
    self.init(
      roster: FileRoot(frozen.roster, suite), rulesHash: Draw.rulesHash(rules, suite),
      inspectors: frozen.inspectors.map { FileRoot($0, suite) },
      conflicts: frozen.conflicts.map { FileRoot($0.table, suite) })
  }
}
