/// Refuses, by content and not by name, a file that is no text table.
func refuseForeign(_ bytes: [UInt8], fileName: String) throws(SheetFault) {
  guard let (kind, suggestion) = foreignKind(bytes) else { return }
  throw SheetFault(reason: "文件“\(fileName)”是\(kind)，不是文本表格。", suggestion: suggestion)
}

private func foreignKind(_ bytes: [UInt8]) -> (kind: String, suggestion: String)? {
  if bytes.starts(with: oleMagic) { return oleKind(bytes) }
  for (magic, kind, suggestion) in signatures where bytes.starts(with: magic) {
    return (kind, suggestion)
  }
  // Many systems export a web page or XML and call it .xls.
  let start = bytes.prefix(512).drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
  let opening = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
  let isMarkup = ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head"].contains {
    opening.hasPrefix($0)
  }
  return isMarkup ? ("网页或XML文件（扩展名可能是.xls）", saveAsAdvice) : nil
}

/// What an archive that is no workbook is by the names in it; nil for one that says nothing.
func zipKind(_ names: Set<String>) -> (kind: String, suggestion: String)? {
  if names.contains("xl/workbook.bin") { return ("Excel二进制工作簿（.xlsb）", saveAsAdvice) }
  if names.contains(where: { $0.hasPrefix("word/") }) {
    return ("Word文件（.docx）", "请把其中的表格复制到Excel或WPS表格，" + saveAsAdvice.dropFirst())
  }
  if names.contains("mimetype"), names.contains("content.xml") {
    return ("OpenDocument文件（.ods）", saveAsAdvice)
  }
  return nil
}

func isZip(_ bytes: [UInt8]) -> Bool {
  bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
}

private let oleMagic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

/// The container of old Office files also holds new ones that are locked with a password.
private func oleKind(_ bytes: [UInt8]) -> (kind: String, suggestion: String) {
  let mark = "EncryptedPackage".utf16.flatMap { unit -> [UInt8] in [UInt8(unit), 0] }
  let start = bytes.prefix(1 << 20)
  var place = start.startIndex
  while let found = start[place...].firstIndex(of: mark[0]) {
    if start[found...].starts(with: mark) {
      return ("加了密码的Excel或WPS文件", "请打开原文件去掉密码，保存后再上传。")
    }
    place = found + 1
  }
  return ("旧版Excel、WPS或Word文件（.xls、.et、.doc）", saveAsAdvice)
}

private let pictureAdvice = "图片不能识别为表格，请上传Excel或WPS另存的CSV文件。"

private let signatures: [(magic: [UInt8], kind: String, suggestion: String)] = [
  (Array("%PDF".utf8), "PDF文件", "请向提供方索取原始表格，" + saveAsAdvice.dropFirst()),
  ([0x89, 0x50, 0x4E, 0x47], "PNG图片", pictureAdvice),
  ([0xFF, 0xD8, 0xFF], "JPEG图片", pictureAdvice),
  (Array("GIF8".utf8), "GIF图片", pictureAdvice),
  ([0x49, 0x49, 0x2A, 0x00], "TIFF图片", pictureAdvice),
  ([0x4D, 0x4D, 0x00, 0x2A], "TIFF图片", pictureAdvice),
  (Array("{\\rtf".utf8), "RTF文档", "请把其中的表格复制到Excel或WPS表格，" + saveAsAdvice.dropFirst()),
  ([0x1F, 0x8B], "压缩文件（GZIP）", "请先解压，再上传其中的CSV文件。"),
  (Array("Rar!".utf8), "压缩文件（RAR）", "请先解压，再上传其中的CSV文件。"),
  ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "压缩文件（7z）", "请先解压，再上传其中的CSV文件。"),
  (Array("SQLite format 3".utf8), "数据库文件", "请从原系统导出CSV文件再上传。"),
  ([0x7F, 0x45, 0x4C, 0x46], "程序文件", "请上传Excel或WPS另存的CSV文件。"),
  ([0x4D, 0x5A, 0x90, 0x00], "程序文件", "请上传Excel或WPS另存的CSV文件。"),
]
