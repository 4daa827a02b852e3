internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The item list as files bring it: every row becomes a draft, which people publish.
package struct ItemLibrary: Library {
  let code = "items"
  let label = "抽查事项"

  let columns: [ImportColumn] =
    [
      ImportColumn("编号", "code", aliases: ["事项编号"], form: .code, isRequired: true, "例如C06-1"),
      ImportColumn("清单", "list", aliases: ["清单种类"], isRequired: true, "清单的名称"),
      ImportColumn("类别", "class", isRequired: true, "类别的名称"),
      ImportColumn("责任部门", "department", isRequired: true, "部门的名称"),
      ImportColumn("参与部门", "partner", "名称，多个用“、”隔开"),
      ImportColumn("适用领域", "field", aliases: ["领域"], "名称，多个用“、”隔开；空着表示各领域"),
      ImportColumn("检查方式", "method", "名称，多个用“、”隔开"),
    ]
    + ItemForm.texts.map {
      ImportColumn($0.caption, $0.name, isRequired: $0.isRequired, $0.isRequired ? "" : "可空")
    } + [
      ImportColumn("每年抽查比例上限（%）", "ratio", aliases: ["抽查比例"], form: .code, "例如10或4.5"),
      ImportColumn("办理时限（工作日）", "limit_days", form: .code, "仅行政许可事项"),
      ImportColumn("生效日期", "valid_from", form: .day, isRequired: true, "2026-01-01这样的日期"),
      ImportColumn("有效期至", "valid_until", form: .day, "可空，表示长期有效"),
    ]

  let examples = [
    [
      "C06-1", "随机抽查事项清单", "C 质量技术", "市场监管", "", "", "实地检查、书面检查", "资质认定监督检查",
      "能力保持情况、报告和原始记录", "检验检测机构监督管理办法（总局令第39号）", "市、区市场监管部门", "获得资质认定的检验检测机构",
      "每年不超过2次", "", "具有执法资格的检查人员", "", "15", "", "2026-01-01", "",
    ],
    [
      "J-01", "跨部门随机抽查事项清单", "C 质量技术", "市场监管", "生态环境、公安", "机动车检验", "实地检查",
      "机动车检验机构联合检查", "执行国家标准检验情况", "沪市监认检〔2023〕246号 一（一）", "市场监管部门会同公安、生态环境部门",
      "机动车检验机构", "", "", "", "", "", "", "2026-01-01", "2026-12-31",
    ],
  ]

  /// Every department keeps its own items; which, is judged row by row.
  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {}

  func pass(_ context: ImportContext) throws -> ItemPass { try ItemPass(context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let words = try Items.Words(db)
    for version in try Items.held(in: request.actor.scope, at: request.asOf, db) {
      let form = ItemForm(version)
      try write(
        columns.map { column in
          switch column.code {
          case "list": words.codes.name(.itemList, version.content.list)
          case "class": words.codes.name(.itemClass, version.content.itemClass)
          case "department": words.departments[version.content.department]
          case "partner": words.departments.joined(version.content.partners)
          case "field": words.fields.joined(version.content.fields)
          case "method": words.methods(version.content)
          default: form[column.code]
          }
        })
    }
  }
}

/// One way of a file through the item list.
struct ItemPass: LibraryPass {
  struct Step: Sendable {
    let code: String
    let item: ItemID?
    let content: Items.Content
  }

  let context: ImportContext
  private let words: Items.Words
  private var known: [String: Items.Version] = [:]

  package init(_ context: ImportContext) throws {
    self.context = context
    words = try Items.Words(context.db)
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    known = try Items.newest(rows.compactMap { $0.cell("code") }, context.db)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let day = context.today
    let code = intake.take("code") { cell throws(CellFault) in try reader.code(cell, "编号") }
    if let code { intake.claim(code, "code") }
    var form = ItemForm()
    form.values = ["code": code ?? "", "reason": "文件导入"]
    for name in ItemForm.texts.map(\.name) + ["ratio", "limit_days", "valid_from", "valid_until"] {
      form.values[name] = intake.cell(name) ?? ""
    }
    let names: [(String, String, CodeNames)] = [
      ("list", "清单", words.codes.names(.itemList, on: day)),
      ("class", "类别", words.codes.names(.itemClass, on: day)),
      ("department", "责任部门", words.departments),
    ]
    for (name, caption, table) in names {
      form.values[name] = intake.take(name) { cell throws(CellFault) in
        try reader.known(CellReader.trimmed(cell), caption, table)
      }
    }
    form.fields = Set(intake.takeIfFilled("field", reader.fields) ?? [])
    form.partners = several("partner", "参与部门", words.departments, &intake)
    form.methods = several("method", "检查方式", words.codes.names(.checkMethod, on: day), &intake)
    let content = form.content(isNew: false, on: day, reader, words)
    for (name, problem) in form.problems.sorted(by: { $0.key < $1.key })
    where !intake.isRefused || !["list", "class", "department"].contains(name) {
      intake.refuse(name, problem, "")
    }
    guard !intake.isRefused, let code, let content else { return nil }
    return outcome(content, code, &intake)
  }

  private func several(
    _ name: String, _ caption: String, _ table: CodeNames, _ intake: inout RowIntake
  ) -> Set<String> {
    let reader = context.reader
    let separators: Set<Character> = ["、", "，", ",", "；", ";"]
    return intake.takeIfFilled(name) { cell throws(CellFault) in
      var codes: Set<String> = []
      for part in cell.split(whereSeparator: { separators.contains($0) }) {
        codes.insert(try reader.known(CellReader.trimmed(String(part)), caption, table))
      }
      return codes
    } ?? []
  }

  private func outcome(
    _ content: Items.Content, _ code: String, _ intake: inout RowIntake
  ) -> RowOutcome<Step>? {
    intake.title = content.name
    if !Keeper.mayKeep(context.actor, department: content.department) {
      intake.refuse("department", "这个事项由其责任部门或市场监管部门维护。", "请联系该部门导入。")
    }
    guard let known = known[code] else {
      return intake.isRefused ? nil : .new(Step(code: code, item: nil, content: content))
    }
    if !context.reader.scope.contains(known.region) {
      intake.refuse("code", "这个编号是其他地区公布的事项。", "请换一个编号。")
    }
    guard !intake.isRefused else { return nil }
    if known.content == content { return .same }
    for (old, new) in zip(words.facts(known.content), words.facts(content)) {
      intake.change(new.label, old.value, new.value)
    }
    return .changed(Step(code: code, item: known.item, content: content))
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      _ = try Items.store(
        step.content, code: step.code, of: step.item, by: writing.change, context.actor,
        writing.transaction)
    }
  }
}
