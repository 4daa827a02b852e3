/// Proves that the record with this id stands in a file, in one reading.
///
/// - Parameters:
///   - id: compared with the first field of every line but the header.
///   - name: of the file.
/// - Returns: nil if no line begins with the id.
/// - Throws: `Refusal` if the lines of the file are not well formed.
package func prove<Source: RosterSource>(
  _ id: String, in file: Source, named name: String, _ suite: Suite
) throws(Refusal) -> InclusionProof? {
  let wanted = [UInt8](id.utf8)[...]
  let columns = try Table(headerWithIDs: try file.header(), named: name).columnCount
  var builder = ProofBuilder(suite)
  var found: [UInt8] = []
  try file.forEachPiece { piece in
    ProofPart(piece, wanted, columns: columns, named: name, suite)
  } _: { part throws(Refusal) in
    if let fault = part.fault { throw fault }
    if builder.index == nil, let line = part.line { found = line }
    part.append(to: &builder)
  }
  let size = builder.size
  guard let index = builder.index, let tree = builder.finish() else { return nil }
  return InclusionProof(
    file: name, suite: suite, line: found, index: index, size: size, root: tree.root,
    path: tree.path)
}

/// The same for a file in memory.
package func prove(
  _ id: String, in file: [UInt8], named name: String, _ suite: Suite
) throws(Refusal) -> InclusionProof? {
  try prove(id, in: RosterBytes(file, crew: Alone()), named: name, suite)
}

/// The suite that `rules.tsv` names.
package func suite(ofRules rules: [UInt8]) throws(Refusal) -> Suite {
  try RulesReader.read(rules).suite
}

/// The leaves of a piece of a file.
private struct ProofPart: Sendable {
  let fault: Refusal?
  /// The wanted line; nil if it is not in this piece.
  let line: [UInt8]?
  /// The leaves before and after the wanted one.
  private let before, after: MerkleRun
  private let wanted: Digest?

  init(
    _ piece: Piece, _ id: ArraySlice<UInt8>, columns: Int, named name: String, _ suite: Suite
  ) {
    let text = TextFile(piece, named: name, columns: columns, areFree: false)
    fault = text.fault
    let place = (0..<text.lineCount).first { line in
      piece.firstLine + line > 0 && text.field(0, line: line) == id
    }
    let leaves = suite.leaves(
      (0..<text.lineCount).map { text.range(line: $0) }, in: text.bytes)
    let split = place ?? leaves.count
    let rest = min(split + 1, leaves.count)
    line = place.map { [UInt8](text.line($0)) }
    wanted = place.map { leaves[$0] }
    before = MerkleRun(Array(leaves[..<split]), start: piece.firstLine, suite)
    after = MerkleRun(Array(leaves[rest...]), start: piece.firstLine + rest, suite)
  }

  func append(to builder: inout ProofBuilder) {
    builder.append(before)
    if let wanted { builder.append(leaf: wanted, isWanted: true) }
    builder.append(after)
  }
}
