// The text form, lines of fields separated by TAB:
//
//     tree  mingcha-draw-1  sha256
//     file  roster.tsv  120  64 hex digits      name, number of lines, root
//     64 hex digits                             for each line its leaf hash
//     …                                         the next file
extension TreeFile {
  package var text: [UInt8] {
    var text = [UInt8]("tree\tmingcha-draw-1\t\(suite.rawValue)\n".utf8)
    for file in files {
      let root = hex(root(over: file.leaves, suite))
      text += "file\t\(file.name)\t\(file.leaves.count)\t\(root)\n".utf8
      for leaf in file.leaves {
        text += hex(leaf.bytes).utf8
        text.append(0x0A)
      }
    }
    return text
  }

  /// - Throws: `Refusal` naming the line for whatever is not exactly of that form, and for leaf
  ///   hashes that do not lead to the root above them.
  package init(text: [UInt8]) throws(Refusal) {
    let file = try TextFile(text, named: Self.name)
    let suite = try Self.suite(of: file)
    var files: [HashedFile] = []
    var line = 1
    while line < file.lineCount {
      let head = line
      guard file.fieldCount(line: head) == 4, file.field(0, line: head).equals("file"),
        let count = file.field(2, line: head).number(in: 1...Int(Int32.max))
      else {
        throw file.refusal(line: head, "应为“file<制表符>文件名<制表符>行数<制表符>根”，请换用完整的散列树文件。")
      }
      let field = file.field(1, line: head)
      guard let name = Self.fileNames.first(where: { field.equals($0) }),
        !files.contains(where: { field.equals($0.name) })
      else {
        throw file.refusal(line: head, "\(field.quoted)重复或不是抽取文件，请换用完整的散列树文件。")
      }
      line += 1
      var leaves: [Digest] = []
      while leaves.count < count {
        guard line < file.lineCount, file.fieldCount(line: line) == 1,
          let leaf = bytes(hex: file.field(0, line: line)).flatMap({ Digest($0) })
        else {
          throw file.refusal(line: line, "应为64个小写十六进制数字，请换用完整的散列树文件。")
        }
        leaves.append(leaf)
        line += 1
      }
      guard file.field(3, line: head).equals(hex(root(over: leaves, suite))) else {
        throw file.refusal(line: head, "\(name)的各行散列算不出这个根，散列树被改动过或不完整，请换用原件。")
      }
      files.append(HashedFile(name: name, leaves: leaves))
    }
    self.init(suite: suite, files: files)
  }

  private static func suite(of file: TextFile) throws(Refusal) -> Suite {
    guard file.fieldCount(line: 0) == 3, file.field(0, line: 0).equals("tree"),
      file.field(1, line: 0).equals("mingcha-draw-1"),
      let suite = Suite(name: file.field(2, line: 0))
    else {
      throw file.refusal(
        line: 0, "首行应为“tree<制表符>mingcha-draw-1<制表符>sha256或sm3”，请换用mingcha tree写的文件。")
    }
    return suite
  }
}
