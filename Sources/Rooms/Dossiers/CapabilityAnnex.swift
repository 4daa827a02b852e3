internal import Capabilities
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

/// What a body may test, whole, for its dossier.
struct CapabilityAnnex: Sendable {
  /// In the order of the annex.
  let current: [CapabilityRow]
  /// What no longer holds or was said otherwise, the latest first.
  let earlier: [CapabilityRow]

  /// So many lines of what was are kept with the dossier.
  private static let limit = 50_000

  static func load(of body: BodyID, _ db: any Connection) throws -> CapabilityAnnex {
    CapabilityAnnex(
      current: try db.all(
        Capabilities.lines(
          Capabilities.facts(of: body, at: nil), order: " ORDER BY a.number LIMIT \(limit)")),
      earlier: try db.all(
        Capabilities.lines(
          "SELECT " + Capabilities.factColumns
            + " FROM capability_versions WHERE body = \(body)",
          order: " ORDER BY a.until DESC, a.number LIMIT \(limit)")))
  }

  func table(_ lines: [CapabilityRow]) -> [UInt8] {
    csv(
      header: [
        "场所", "证书编号", "类别", "参数", "标准编号", "标准名称", "条款", "方法", "限制范围", "起始日期", "截止日期",
        "登记时间", "终止时间",
      ],
      rows: lines.lazy.map { line in
        [
          line.siteName ?? "", line.certificateNumber ?? "", line.category, line.parameter,
          line.standard, line.standardTitle, line.clause, line.method, line.limits,
          line.validFrom?.iso ?? "", line.validUntil?.iso ?? "", line.since.iso,
          line.until?.iso ?? "",
        ]
      })
  }

  /// The lines that hold, by column.
  var records: [[String: String]] {
    current.map { line in
      [
        "site": line.siteName ?? "", "certificate": line.certificateNumber ?? "",
        "category": line.category, "parameter": line.parameter, "standard": line.standard,
        "standard_title": line.standardTitle, "clause": line.clause, "method": line.method,
        "limits": line.limits, "valid_from": line.validFrom?.iso ?? "",
        "valid_until": line.validUntil?.iso ?? "", "since": line.since.iso,
      ]
    }
  }
}
