import Foundation
import HTTP
import Storage
import Supervision
import Testing

@testable import Bodies
@testable import Composition
@testable import Items
@testable import Kernel

/// Invented files for the registry.
enum RegistrySamples {
  static let header =
    "统一社会信用代码,机构名称,资质认定证书编号,证书有效期至,行政区划代码,地址,检验检测领域,信用风险分类,状态,法定代表人,联系人"

  /// Valid credit codes, one per number.
  static func uscc(_ number: Int, region: String = "310115") -> String {
    let digits = String(number)
    let prefix8 = "MA1" + String(repeating: "0", count: 5 - digits.count) + digits
    let check = OrganizationCode.checkCharacter(forPrefix8: prefix8) ?? "0"
    return UnifiedSocialCreditCode.make(prefix17: "91\(region)\(prefix8)\(check)") ?? ""
  }

  static func bodyLine(
    _ number: Int, name: String? = nil, region: String = "310115", fields: String = "机动车检验",
    credit: String = "B", until: String = "2029-06-30", status: String = "正常"
  ) -> String {
    [
      uscc(number, region: region), name ?? "示例检测\(number)号有限公司", "230912110001", until, region,
      "上海市示例路\(number)号", fields, credit, status, "", "",
    ].joined(separator: ",")
  }

  static func bodies(_ lines: [String]) -> [UInt8] {
    Array(([header] + lines).joined(separator: "\r\n").utf8)
  }

  /// Uploads as a browser does.
  static func upload(_ bytes: [UInt8], _ fileName: String, in test: TestHouse) throws
    -> UploadedFile
  {
    let path = test.folder.appending(path: "upload-" + UUID().uuidString)
    try Data(bytes).write(to: path)
    return UploadedFile(field: "file", fileName: fileName, path: path.path, size: bytes.count)
  }
}

extension TestHouse {
  /// An expert's signed pledge of confidentiality.
  func pledge(_ expert: String) throws {
    try store.write { try TestHouse.pledge(expert, $0) }
  }

  static func pledge(_ expert: String, _ db: any Connection) throws {
    let change: ChangeID? = try db.value(
      "INSERT INTO changes (at, source, reason) VALUES (0, 'setup', '') RETURNING id AS value")
    try db.execute(
      """
      INSERT INTO person_facts (person, kind, what, number, organisation, uscc, valid_from, note,
        since, change)
      VALUES (\(expert), 'pledge', '2021', 'A1', '', '', '2020-01-01', '', 0, \(change))
      """)
  }

  /// Items of the list, in force.
  func publishItems(_ codes: [String], by actor: Actor) throws {
    let content = try #require(DemoItems.all(year: 2026).first).content
    for code in codes {
      let item = try Items.draft(content, code: code, of: nil, reason: "编制", by: actor, house)
      try Items.publish(item, reason: "公布", by: actor, house)
    }
  }

  /// Imports what must be without fault.
  @discardableResult
  func fill(
    _ bytes: [UInt8], as kind: ImportKind = .bodies, by actor: Actor,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ImportReport {
    let report = try Imports.importFile(
      kind: kind, fileName: "名录.csv", bytes: bytes, accept: true, by: actor, house)
    #expect(
      report.counts.refused == 0, "\(report.findings.filter(\.isRefused).prefix(3))",
      sourceLocation: sourceLocation)
    return report
  }

  func bodyID(_ number: Int, region: String = "310115") throws -> BodyID {
    let uscc = RegistrySamples.uscc(number, region: region)
    return try #require(try store.read { try Bodies.bodyIDs([uscc], $0)[uscc] })
  }
}
