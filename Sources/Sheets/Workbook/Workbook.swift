internal import Archive
internal import XML

/// A workbook of Excel, WPS or LibreOffice (.xlsx), read in pieces.
final class Workbook {
  struct Part {
    let name: String
    let isHidden: Bool
    let entry: String
  }

  private static let sheetLimit = 4 << 30
  private static let stringsLimit = 2 << 30
  private static let partLimit = 64 << 20

  let parts: [Part]
  let isDate1904: Bool
  private let zip: ZipFile
  private let fileName: String
  private let formats: [NumberFormat]
  private let stringsEntry: String?
  private var strings: SharedStrings?
  /// By part, as far as they have been read.
  private var hidden: [Int: [ClosedRange<Int>]] = [:]

  /// - Throws: `SheetFault` for a ZIP that is no workbook, or a damaged one.
  init(path: String, fileName: String) throws(SheetFault) {
    do {
      let zip = try ZipFile(path: path)
      let main = try Self.mainPart(of: zip, fileName)
      let book = WorkbookReader()
      try Self.parse(main, in: zip, book, WorkbookReader.names, limit: Self.partLimit)
      let links = try Self.relationships(of: main, in: zip)
      parts = book.sheets.compactMap { sheet in
        guard let link = links.first(where: { $0.id == sheet.id }), link.type == "worksheet",
          zip.has(link.target)
        else { return nil }
        return Part(name: sheet.name, isHidden: sheet.isHidden, entry: link.target)
      }
      isDate1904 = book.isDate1904
      let styles = StyleReader()
      if let entry = links.first(where: { $0.type == "styles" })?.target, zip.has(entry) {
        try Self.parse(entry, in: zip, styles, StyleReader.names, limit: Self.partLimit)
      }
      formats = styles.formats
      stringsEntry = links.first { $0.type == "sharedStrings" && zip.has($0.target) }?.target
      self.zip = zip
      self.fileName = fileName
    } catch {
      throw Self.fault(error, fileName)
    }
    guard !parts.isEmpty else {
      throw SheetFault(
        reason: "工作簿“\(fileName)”里没有工作表。", suggestion: "请确认选对了文件。")
    }
  }

  /// How much its sheets and shared texts hold unpacked, as the archive says and `parse` holds it to.
  var unpackedBytes: Int {
    let entries = Set(parts.map(\.entry) + [stringsEntry].compactMap(\.self))
    return zip.entries.reduce(0) { sum, entry in
      guard entries.contains(entry.name) else { return sum }
      return sum + (entry.size ?? Self.sheetLimit)
    }
  }

  /// - Parameter bytes: no more of the sheet is looked through, unpacked.
  func forEachRow(
    ofPart part: Int, within bytes: Int = .max, _ visit: (TableRow) throws -> Bool
  ) throws {
    do {
      if strings == nil, let stringsEntry {
        let folder = zip.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let reader = SharedStringsReader(
          folder: folder.isEmpty ? "." : folder.joined(separator: "/"))
        try Self.parse(
          stringsEntry, in: zip, reader, SharedStringsReader.names, limit: Self.stringsLimit)
        strings = reader.strings
      }
      try withoutActuallyEscaping(visit) { visit in
        let reader = SheetReader(strings, formats, isDate1904: isDate1904, visit)
        defer { hidden[part] = reader.hiddenColumns }
        try Self.parse(
          parts[part].entry, in: zip, reader, SheetReader.names, limit: Self.sheetLimit,
          within: bytes)
      }
    } catch is SheetReader.Enough {
      return
    } catch let error as ArchiveError {
      throw Self.fault(error, fileName)
    } catch let error as XMLFault {
      throw Self.fault(error, fileName)
    }
  }

  /// The columns that are not shown, from 0.
  func hiddenColumns(ofPart part: Int) throws -> [ClosedRange<Int>] {
    if hidden[part] == nil { try forEachRow(ofPart: part) { _ in false } }
    return hidden[part] ?? []
  }

  /// - Parameter bytes: after so many, unpacked, nothing more is wanted.
  private static func parse(
    _ entry: String, in zip: ZipFile, _ handler: any XMLHandler, _ names: [StaticString],
    limit: Int, within bytes: Int = .max
  ) throws {
    let reader = XMLReader(handler, names: names)
    let size = zip.entries.first { $0.name == entry }?.size ?? limit
    var seen = 0
    try zip.read(entry, limitBytes: min(limit, size)) { piece in
      guard seen < bytes else { throw SheetReader.Enough() }
      seen += piece.count
      try reader.read(piece)
      return true
    }
    try reader.read([UInt8]().span, isLast: true)
  }

  /// Where the archive says that its document is.
  private static func mainPart(of zip: ZipFile, _ fileName: String) throws -> String {
    guard zip.has("[Content_Types].xml"), zip.has("_rels/.rels"),
      let main = try relationships(of: "", in: zip).first(where: { $0.type == "officeDocument" })
    else { throw foreign(zip.entries.map(\.name), fileName) }
    guard main.target.hasSuffix(".xml"), !main.target.hasPrefix("word/"),
      !main.target.hasPrefix("ppt/"), zip.has(main.target)
    else { throw foreign(zip.entries.map(\.name), fileName) }
    return main.target
  }

  private static func foreign(_ names: [String], _ fileName: String) -> SheetFault {
    if names.contains("xl/workbook.xml") {
      return SheetFault(reason: "工作簿“\(fileName)”不完整或已经损坏。", suggestion: repairAdvice)
    }
    let kind = zipKind(Set(names)) ?? ("压缩文件（ZIP）", "请先解压，再上传其中的表格文件。")
    return SheetFault(reason: "文件“\(fileName)”是\(kind.kind)，不是表格。", suggestion: kind.suggestion)
  }

  /// The relationships of a part, targets as names in the archive.
  private static func relationships(
    of part: String, in zip: ZipFile
  ) throws -> [(id: String, type: String, target: String)] {
    let pieces = part.split(separator: "/")
    let folder = pieces.dropLast().map { $0 + "/" }.joined()
    let entry = folder + "_rels/" + (pieces.last.map(String.init) ?? "") + ".rels"
    guard zip.has(entry) else { return [] }
    let reader = RelationshipReader()
    try parse(entry, in: zip, reader, RelationshipReader.names, limit: partLimit)
    return reader.targets.map { ($0.id, $0.type, resolved($0.target, from: folder)) }
  }

  private static func resolved(_ target: String, from folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var pieces = folder.split(separator: "/")
    for piece in target.split(separator: "/") {
      if piece == ".." {
        if !pieces.isEmpty { pieces.removeLast() }
      } else if piece != "." {
        pieces.append(piece)
      }
    }
    return pieces.joined(separator: "/")
  }

  private static func fault(_ error: any Error, _ fileName: String) -> SheetFault {
    switch error {
    case let fault as SheetFault: fault
    case ArchiveError.encrypted:
      SheetFault(reason: "工作簿“\(fileName)”加了密码。", suggestion: "请在Excel或WPS里去掉密码后再上传。")
    case ArchiveError.tooLarge, ArchiveError.tooManyEntries:
      SheetFault(
        reason: "工作簿“\(fileName)”解开后大得不合常理。", suggestion: "请确认文件来源；数据确实很多时，请拆成几个文件分别上传。")
    case XMLFault.documentType:
      SheetFault(
        reason: "工作簿“\(fileName)”里有文档类型声明（DOCTYPE），正常的工作簿没有。", suggestion: repairAdvice)
    case is XMLFault, is ArchiveError:
      SheetFault(reason: "工作簿“\(fileName)”不完整或已经损坏。", suggestion: repairAdvice)
    default: SheetFault(reason: "工作簿“\(fileName)”读不了。", suggestion: repairAdvice)
    }
  }
}
