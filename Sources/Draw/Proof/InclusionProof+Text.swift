// The text form: lines of fields separated by TAB, closed by the digest of all lines before it.
//
//     proof  mingcha-draw-1  sha256
//     file   roster.tsv
//     leaf   57  120                 leaf index from 0, number of leaves
//     root   64 hex digits
//     the line itself, exactly as it stands in the file
//     path   64 hex digits           for each node, from the leaf upwards
//     end    H(label("mingcha-draw-1/proof") ‖ all lines before it)
extension InclusionProof {
  /// The files that have records of their own.
  private static let files = [FileName.roster, FileName.inspectors]
  /// A tree of 2⁶² leaves has no longer path.
  private static let longestPath = 62
  /// What the parser calls the text.
  package static let name = "proof.txt"

  package var text: [UInt8] {
    var text = "proof\tmingcha-draw-1\t\(suite.rawValue)\nfile\t\(file)\nleaf\t\(index)\t\(size)\n"
    text += "root\t\(hex(root))\n"
    var bytes = [UInt8](text.utf8)
    bytes += line
    bytes.append(0x0A)
    for node in path { bytes += "path\t\(hex(node))\n".utf8 }
    bytes += "end\t\(hex(Self.digest(of: bytes[...], suite)))\n".utf8
    return bytes
  }

  /// Reads the text form; says nothing about whether the path is sound.
  ///
  /// - Throws: `Refusal` naming the line for whatever is not exactly of that form.
  package init(text: [UInt8]) throws(Refusal) {
    let file = try TextFile(text, named: Self.name)
    let suite = try Self.suite(of: file)
    try Self.expect(file, line: 1, "file", fields: 2)
    let name = file.field(1, line: 1)
    guard let known = Self.files.first(where: { name.equals($0) }) else {
      throw file.refusal(
        line: 1, "文件名\(name.quoted)不对，应为\(FileName.roster)或\(FileName.inspectors)，请取得完整的证明。")
    }
    try Self.expect(file, line: 2, "leaf", fields: 3)
    guard let size = file.field(2, line: 2).number(in: 1...Int(Int32.max)),
      let index = file.field(1, line: 2).number(in: 0...size - 1)
    else {
      throw file.refusal(line: 2, "应为“leaf<制表符>序号<制表符>总数”，序号小于总数，请取得完整的证明。")
    }
    let root = try Self.digest(file, line: 3, "root")
    guard file.lineCount > 5 else {
      throw file.refusal(line: file.lineCount, "证明不完整，后面还应有几行，请取得完整的证明。")
    }
    var path: [[UInt8]] = []
    let last = file.lineCount - 1
    for line in 5..<last {
      path.append(try Self.digest(file, line: line, "path"))
      guard path.count <= Self.longestPath else {
        throw file.refusal(line: line, "path行超过\(Self.longestPath)行，不是正常的证明，请取得完整的证明。")
      }
    }
    let end = try Self.digest(file, line: last, "end")
    let head = text[..<file.range(line: last).lowerBound]
    guard Self.digest(of: head, suite) == end else {
      throw file.refusal(line: last, "末行指纹与前面各行不符，证明被改动过或不完整，请重新取得。")
    }
    self.init(
      file: known, suite: suite, line: [UInt8](file.line(4)), index: index,
      size: size, root: root, path: path)
  }

  private static func suite(of file: TextFile) throws(Refusal) -> Suite {
    guard file.field(0, line: 0).equals("proof"), file.fieldCount(line: 0) == 3 else {
      throw file.refusal(line: 0, "首行不是“proof<制表符>mingcha-draw-1<制表符>算法”，这不是入选证明，请核对文件。")
    }
    guard file.field(1, line: 0).equals("mingcha-draw-1") else {
      throw file.refusal(
        line: 0, "证明是按规则\(file.field(1, line: 0).quoted)写的，这里只会核对mingcha-draw-1，请换用相应版本的程序。")
    }
    guard let suite = Suite(name: file.field(2, line: 0)) else {
      throw file.refusal(line: 0, "算法\(file.field(2, line: 0).quoted)不对，应为sha256或sm3，请核对文件。")
    }
    return suite
  }

  private static func expect(
    _ file: TextFile, line: Int, _ key: String, fields: Int
  ) throws(Refusal) {
    guard line < file.lineCount, file.field(0, line: line).equals(key),
      file.fieldCount(line: line) == fields
    else {
      throw file.refusal(line: line, "这一行应为\(key)，有\(fields)列，请取得完整的证明。")
    }
  }

  private static func digest(
    _ file: TextFile, line: Int, _ key: String
  ) throws(Refusal) -> [UInt8] {
    try expect(file, line: line, key, fields: 2)
    guard let digest = bytes(hex: file.field(1, line: line)), digest.count == 32 else {
      throw file.refusal(line: line, "\(key)之后应为64个小写十六进制数字，请取得完整的证明。")
    }
    return digest
  }

  private static func digest(of lines: ArraySlice<UInt8>, _ suite: Suite) -> [UInt8] {
    var message = Message()
    message.label("mingcha-draw-1/proof")
    message.raw(lines)
    return message.digest(suite).bytes
  }
}
