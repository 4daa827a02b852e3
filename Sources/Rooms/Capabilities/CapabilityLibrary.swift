internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// Capabilities as files bring them and take them away: a row for every line of an annex.
package struct CapabilityLibrary: Library {
  let code = "capabilities"
  let label = "能力参数"

  let columns = [
    ImportColumn(
      "统一社会信用代码", "uscc", aliases: ["信用代码", "社会信用代码", "机构代码"], form: .code,
      isRequired: true, "已登记的机构，18位"),
    ImportColumn("机构名称", "name", aliases: ["名称", "检验检测机构名称"], "可空；与登记不同时提示"),
    ImportColumn("场所", "site", aliases: ["检验检测场所", "场所名称", "地点"], "已登记的场所名称；空为主场所"),
    ImportColumn(
      "证书编号", "certificate", aliases: ["资质认定证书编号", "CMA证书编号"], form: .code, "空为主证书"),
    ImportColumn(
      "类别", "category",
      aliases: ["类别（产品/项目/参数）", "类别（产品）", "产品", "产品名称", "检测对象", "检测产品/类别"],
      isRequired: true, "产品或检测对象，如 水和废水"),
    ImportColumn(
      "参数", "parameter", aliases: ["项目/参数", "产品/项目/参数", "检测项目", "检测参数", "参数名称", "项目"],
      isRequired: true, "如 铅"),
    ImportColumn(
      "标准编号", "standard",
      aliases: ["依据的标准（方法）编号", "方法编号", "标准代号", "依据标准", "检测标准"], form: .code,
      isRequired: true, "如 GB 5009.12-2023"),
    ImportColumn("标准名称", "standard_title", aliases: ["依据的标准（方法）名称", "方法标准名称"], "可空"),
    ImportColumn("条款", "clause", aliases: ["条款号", "标准条款", "章节号"], "如 第一法"),
    ImportColumn("方法", "method", aliases: ["检测方法", "方法名称"], "可空"),
    ImportColumn("限制范围", "limits", aliases: ["限制范围或说明", "限制说明", "说明", "备注"], "如 只测地表水"),
    ImportColumn("起始日期", "valid_from", aliases: ["批准日期", "生效日期"], form: .day, "空为同证书"),
    ImportColumn("截止日期", "valid_until", aliases: ["有效期至", "失效日期"], form: .day, "空为同证书"),
    ImportColumn("状态", "status", aliases: ["能力状态"], "有效 或 终止；空为有效"),
  ]

  let examples = [
    [
      "91310115MA1K00015K", "上海示例检测技术有限公司", "", "", "水和废水", "铅", "HJ 700-2014",
      "水质 65种元素的测定", "", "电感耦合等离子体质谱法", "", "", "", "有效",
    ],
    [
      "91310115MA1K00015K", "上海示例检测技术有限公司", "", "", "生活饮用水", "pH值", "GB/T 5750.4-2023",
      "生活饮用水标准检验方法", "8.1", "", "只测管网末梢水", "", "2028-06-30", "有效",
    ],
  ]

  func pass(_ context: ImportContext) throws -> CapabilityPass { CapabilityPass(context) }

  /// In the order of bodies and annexes; the filter is the list's of one body, or none for all.
  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let only = Int(request.filter["body"] ?? "").map(BodyID.init)
    let scope = request.actor.scope.condition("b.region")
    var last = 0
    while true {
      let bodies = try db.map(
        "SELECT b.id, b.uscc, b.name FROM bodies b WHERE "
          + (only.map { "b.id = \($0) AND " } ?? .empty) + scope
          + " AND b.id > \(last) ORDER BY b.id LIMIT 500"
      ) { row in
        (
          id: try row.get("id", as: BodyID.self), uscc: try row.get("uscc", as: String.self),
          name: try row.get("name", as: String.self)
        )
      }
      for body in bodies {
        let facts = Capabilities.facts(of: body.id, at: request.asOf)
        try db.forEachRow(Capabilities.lines(facts, order: " ORDER BY a.number")) { row in
          let line = try CapabilityRow(row: row)
          try write([
            body.uscc, body.name, line.siteName ?? "", line.certificateNumber ?? "",
            line.category, line.parameter, line.standard, line.standardTitle, line.clause,
            line.method, line.limits, line.validFrom?.iso ?? "", line.validUntil?.iso ?? "", "有效",
          ])
        }
      }
      guard let end = bodies.last?.id.number, bodies.count == 500 else { return }
      last = end
    }
  }
}
