internal import HTTP

/// What no form may bring into the house, whatever its page.
///
/// Names and reasons go into line-based draw files, records and notices that people read and
/// compare: what cannot be seen must not be in them, and nothing may turn the order of what can.
enum FormGuard {
  /// Longer than any text a page asks for; limits of a page count what people see as characters.
  static let scalarLimit = 20_000
  /// More marks than any writing puts on one letter.
  static let markLimit = 4

  /// What is wrong with a form, as sentences.
  static func faults(in request: Request) -> [String] {
    var faults: [String] = []
    for pair in request.form.pairs {
      faults += fault(in: pair.name).map { [$0] } ?? []
      faults += fault(in: pair.value).map { [$0] } ?? []
      if faults.count >= 5 { break }
    }
    for file in request.files {
      if let fault = fault(in: file.fileName) { faults.append("文件名有问题：\(fault)") }
    }
    return faults
  }

  private static func fault(in text: String) -> String? {
    // Nearly everything typed is either plain ASCII or plain Chinese; both pass quickly.
    var count = 0
    var marks = 0
    var before: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      count += 1
      if count > scalarLimit {
        return "一处内容超过 \(scalarLimit) 个字符，请精简。您填写的内容还在上一页。"
      }
      if isHidden(scalar) { return hidden(scalar, after: before) }
      marks = scalar.value >= 0x300 && isMark(scalar) ? marks + 1 : 0
      if marks > markLimit {
        return "“\(shown(before))”附近的文字叠加了过多的附加符号，请删去后重新填写。您填写的内容还在上一页。"
      }
      before.append(scalar)
      if before.count > 12 { before.removeFirst() }
    }
    return nil
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0x20...0x7E, 0x3000...0x9FFF: false
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: true
      default: scalar.properties.isNoncharacterCodePoint
      }
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func hidden(_ scalar: Unicode.Scalar, after before: [Unicode.Scalar]) -> String {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
    let place = before.isEmpty ? "一处内容的开头" : "“\(shown(before))”之后"
    return "\(place)有看不见的字符（\(name)，多由复制粘贴带入），请删去或手工重新输入。您填写的内容还在上一页。"
  }

  private static func shown(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.filter { !isMark($0) && $0.value >= 0x20 })
    return String(text)
  }
}
