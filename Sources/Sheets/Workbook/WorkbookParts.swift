internal import XML

/// Reads `*.rels`: where the parts of a workbook lie.
final class RelationshipReader: XMLHandler {
  static let names: [StaticString] = ["Relationship"]
  private(set) var targets: [(id: String, type: String, target: String)] = []

  /// More than an archive may have entries.
  private static let limit = 10_000

  func start(_ name: Int, _ attributes: XMLAttributes) throws {
    guard targets.count < Self.limit else {
      throw SheetFault(reason: "工作簿的组成部分多得不合常理，文件可能已经损坏。", suggestion: repairAdvice)
    }
    guard name == 0, let target = attributes.value("Target"),
      attributes.value("TargetMode") != "External"
    else { return }
    let type = attributes.value("Type") ?? ""
    targets.append(
      (
        id: attributes.value("Id") ?? "",
        type: type.split(separator: "/").last.map(String.init) ?? "", target: target
      ))
  }

  func end(_ name: Int) {}
  func text(_ bytes: Span<UInt8>) {}
}

/// Reads `workbook.xml`: the sheets in order and from when days count.
final class WorkbookReader: XMLHandler {
  static let names: [StaticString] = ["sheet", "workbookPr"]
  private(set) var sheets: [(name: String, id: String, isHidden: Bool)] = []
  private(set) var isDate1904 = false

  func start(_ name: Int, _ attributes: XMLAttributes) throws {
    if name == 0 {
      guard sheets.count < SheetLimits.parts else {
        throw SheetFault(
          reason: "工作簿的工作表超过\(SheetLimits.parts)张。", suggestion: "请只留下要导入的工作表，再上传。")
      }
      let state = attributes.value("state") ?? "visible"
      sheets.append(
        (attributes.value("name") ?? "", attributes.value("id") ?? "", state != "visible"))
    } else if name == 1 {
      isDate1904 = ["1", "true", "on"].contains(attributes.value("date1904") ?? "")
    }
  }

  func end(_ name: Int) {}
  func text(_ bytes: Span<UInt8>) {}
}

/// Reads `styles.xml`: which cell formats show days.
final class StyleReader: XMLHandler {
  static let names: [StaticString] = ["numFmt", "cellXfs", "xf"]
  /// By the number that cells give as their style.
  private(set) var formats: [NumberFormat] = []
  private var codes: [Int: NumberFormat] = [:]
  private var isInside = false

  func start(_ name: Int, _ attributes: XMLAttributes) {
    switch name {
    case 0:
      if let number = attributes.value("numFmtId").flatMap({ Int($0) }),
        let code = attributes.value("formatCode")
      {
        codes[number] = NumberFormat(code: code)
      }
    case 1: isInside = true
    case 2 where isInside:
      let number = attributes.value("numFmtId").flatMap { Int($0) } ?? 0
      formats.append(codes[number] ?? NumberFormat(builtIn: number))
    default: break
    }
  }

  func end(_ name: Int) {
    if name == 1 { isInside = false }
  }

  func text(_ bytes: Span<UInt8>) {}
}
