internal import Kernel
internal import Storage
internal import Supervision

/// One kind of facts of all bodies, as files bring it and take it away.
package struct FactLibrary: Library {
  package let kind: FactKind

  var code: String { "body-" + kind.code }
  var label: String { "机构" + kind.title }

  var columns: [ImportColumn] {
    var columns = [
      ImportColumn(
        "统一社会信用代码", "uscc", aliases: ["信用代码", "社会信用代码"], form: .code, isRequired: true,
        "已登记机构的18位代码")
    ]
    columns += kind.columns.map { column in
      ImportColumn(
        column.caption, column.key, form: column.form, isRequired: column.isRequired,
        column.hint ?? column.formHint)
    }
    if kind.hasFields { columns.append(ImportColumn("授权领域", "fields", "名称，多个用“、”隔开")) }
    columns.append(ImportColumn("办理", "action", aliases: ["操作"], "空或“登记”；“结束”表示这一条到此为止"))
    return columns
  }

  /// Two of one invented body.
  var examples: [[String]] {
    (Self.samples[kind.code] ?? []).map { sample in
      let cells = kind.columns.map { sample[$0.key] ?? "" }
      return ["91310115MA1K00015K"] + cells + (kind.hasFields ? [sample["fields"] ?? ""] : [])
        + [""]
    }
  }

  private static let samples: [String: [[String: String]]] = [
    "certificates": [
      [
        "kind": "实验室认可证书", "number": "CNAS L00001", "issuer": "示例认可机构",
        "valid_until": "2029-06-30", "state": "有效",
      ],
      ["kind": "计量授权证书", "number": "示例计授001", "valid_until": "2028-06-30", "state": "有效"],
    ],
    "sites": [
      ["name": "示例一分场所", "address": "上海市浦东新区示例路2号", "region": "310115"],
      ["name": "示例二分场所", "address": "上海市徐汇区示例路3号", "region": "徐汇区"],
    ],
    "persons": [
      [
        "name": "示例甲", "role": "授权签字人", "title": "高级工程师", "scope": "授权领域全部项目",
        "valid_until": "2028-12-31", "fields": "生态环境监测、水利水质监测",
      ],
      ["name": "示例乙", "role": "技术负责人", "title": "高级工程师"],
    ],
    "instruments": [
      [
        "code": "SB-001", "name": "电子天平", "model": "ME204", "state": "在用",
        "calibrated_on": "2026-01-10", "calibrated_until": "2027-01-09", "calibrated_by": "示例计量院",
      ],
      ["code": "SB-002", "name": "气相色谱仪", "state": "停用"],
    ],
    "declarations": [
      ["kind": "公正性和诚信声明", "title": "公正性和诚信声明", "declared_on": "2026-01-10"],
      [
        "kind": "自我声明", "title": "标准变更自我声明", "content": "标准年代号变更，能力不变。",
        "declared_on": "2026-03-01",
      ],
    ],
    "prices": [
      ["item": "水质常规项目", "unit": "样", "fen": "300.00", "valid_from": "2026-01-01"],
      ["item": "环境噪声", "unit": "点", "fen": "150.00"],
    ],
    "links": [
      [
        "earlier": "91310104MA1K00023G", "kind": "承接业务", "happened_on": "2020-05-01",
        "note": "承接机动车检验业务",
      ],
      ["earlier": "91310104MA1K00023G", "kind": "合并", "happened_on": "2021-05-01"],
    ],
    "marks": [
      [
        "kind": "近三年承担官方抽检、监测或复检", "source": "示例抽检任务", "valid_from": "2026-01-01",
        "valid_until": "2028-12-31",
      ],
      [
        "kind": "涉及投诉举报", "source": "示例转办件", "valid_from": "2026-02-01",
        "valid_until": "2027-01-31",
      ],
    ],
  ]

  func pass(_ context: ImportContext) throws -> FactPass { try FactPass(kind, context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let words = try FactWords.load(for: [], db)
    // The fields of a person are rows beside it, so its line is written when the next one begins.
    var waiting: (id: Int, cells: [String], fields: [String])?
    func flush() throws {
      guard let line = waiting else { return }
      let fields = line.fields.isEmpty ? "" : words.fields.joined(line.fields)
      try write(line.cells + (kind.hasFields ? [fields] : []) + [""])
      waiting = nil
    }
    try db.stream(
      Facts.exportQuery(kind, in: request.actor.scope, AsOf(moment: request.asOf))
    ) { row in
      let id: Int = try row.get("record")
      if waiting?.id != id {
        try flush()
        let values = try kind.columns.map { column in
          let value: Value = try row.get(column.name)
          return column.isPersonal
            ? words.shown(value, column)
            : words.written(value, column, isForPeople: column.hasNames)
        }
        waiting = (id, [try row.get("uscc")] + values, [])
      }
      if kind.hasFields, let field = try row.get("field", as: String?.self) {
        waiting?.fields.append(field)
      }
    }
    try flush()
  }
}

extension FactColumn {
  var form: ImportColumn.Form {
    switch content {
    case .day: .day
    case .money, .body, .phone, .identity: .code
    default: .text
    }
  }

  /// How a cell is written, where the column says nothing of its own.
  var formHint: String {
    switch content {
    case .text(let limit), .long(let limit): "最多\(limit)个字"
    case .day: "2026-06-30这样的日期"
    case .code: "种类的名称"
    case .word(let words): words.map(\.label).joined(separator: "、")
    case .money: "元，最多两位小数"
    case .region: "六位代码或名称"
    case .site: "已登记场所的名称"
    case .body: "已登记机构的18位代码"
    case .phone, .identity: "可空；带星号的保持原样"
    }
  }

  /// Whether files carry names instead of codes.
  fileprivate var hasNames: Bool {
    switch content {
    case .code, .word: true
    default: false
    }
  }
}

extension Facts {
  /// Every fact of a kind in a scope, body by body; sites and other bodies by name and credit code.
  static func exportQuery(_ kind: FactKind, in scope: RegionScope, _ asOf: AsOf) -> SQL {
    var sources: [SQL] = [
      "SELECT " + exported(kind, isVersion: false) + " FROM bodies b JOIN " + kind.table
        + " t ON t.body = b.id" + fieldJoin(kind) + " WHERE " + scope.condition("b.region")
        + " AND "
        + asOf.condition("t.since", "t.until")
    ]
    if !asOf.isNow, case .versions(let table, let owner) = kind.keeping {
      sources.append(
        "SELECT " + exported(kind, isVersion: true) + " FROM bodies b JOIN " + kind.table
          + " t ON t.body = b.id JOIN " + table + " v ON v." + owner + " = t.id WHERE "
          + scope.condition("b.region") + " AND " + asOf.condition("v.since", "v.until"))
    }
    return .joined(sources, by: " UNION ALL ") + " ORDER BY uscc, record"
      + (kind.hasFields ? ", field" : "")
  }

  private static func fieldJoin(_ kind: FactKind) -> SQL {
    kind.hasFields ? " LEFT JOIN body_person_fields p ON p.person = t.id" : .empty
  }

  private static func exported(_ kind: FactKind, isVersion: Bool) -> SQL {
    let columns = kind.columns.map { column -> SQL in
      switch column.content {
      case .site: return "(SELECT s.name FROM sites s WHERE s.id = t.site) AS site"
      case .body:
        return "(SELECT e.uscc FROM bodies e WHERE e.id = t." + column.sql + ") AS " + column.sql
      default: return (isVersion && !column.isFixed ? "v." : "t.") + column.sql
      }
    }
    return "b.uscc, t.id AS record, " + .joined(columns, by: ", ")
      + (kind.hasFields ? ", p.field" : .empty)
  }
}
