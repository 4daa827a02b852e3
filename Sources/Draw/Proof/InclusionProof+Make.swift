/// Proves that the record with this id stands in the file.
///
/// - Parameters:
///   - id: compared with the first field of every line but the header.
///   - name: of the file.
/// - Returns: nil if no line begins with the id.
/// - Throws: `Refusal` if the file is not a well-formed table.
package func prove(
  _ id: String, in file: [UInt8], named name: String, _ suite: Suite
) throws(Refusal) -> InclusionProof? {
  let text = try TextFile(file, named: name)
  let wanted = [UInt8](id.utf8)[...]
  var builder = ProofBuilder(suite)
  for line in 0..<text.lineCount {
    let isWanted = line > 0 && text.field(0, line: line) == wanted
    builder.append(text.line(line), isWanted: isWanted)
  }
  let size = builder.size
  guard let index = builder.index, let tree = builder.finish() else { return nil }
  return InclusionProof(
    file: name, suite: suite, line: [UInt8](text.line(index)), index: index, size: size,
    root: tree.root, path: tree.path)
}
