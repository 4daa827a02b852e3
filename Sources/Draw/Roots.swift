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
    let lines = (0..<table.file.lineCount).map { table.file.range(line: $0) }
    var tree = MerkleTree(suite)
    tree.append(MerkleRun(suite.leaves(lines, in: table.file.bytes), start: 0, suite))
    self.init(root: tree.root.bytes, records: table.recordCount)
  }
}
