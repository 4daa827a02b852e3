internal import Accounts
internal import HTTP
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

/// The matrix of responsibilities as files bring it and take it away: a row for every duty.
package struct ResponsibilityLibrary: Library {
  let code = "responsibilities"
  let label = "职责清单"

  let columns = [
    ImportColumn("事项", "matter", isRequired: true, "如 机动车检验监督检查"),
    ImportColumn("部门", "department", isRequired: true, "部门的名称"),
    ImportColumn("层级", "level", isRequired: true, "省级、市级、区（县）级、所队、直属单位、国家级"),
    ImportColumn("机关", "authority", aliases: ["单位"], "可空，表示这一层级的每个机关"),
    ImportColumn(
      "适用地区", "jurisdiction", aliases: ["行政区划", "行政区划代码"], form: .code, isRequired: true,
      "六位代码或名称"),
    ImportColumn("分工", "part", isRequired: true, "职责分工的名称，如 牵头"),
    ImportColumn("职责", "duty", isRequired: true, ""),
    ImportColumn("依据文号", "document", aliases: ["文号"], "可空；已登记的文件"),
    ImportColumn("依据条款", "label", aliases: ["条款号"], "与文号一起填写"),
    ImportColumn("生效日期", "valid_from", form: .day, "可空"),
    ImportColumn("状态", "state", "有效 或 终止；空为有效"),
  ]

  let examples = [
    [
      "示例监督检查", "市场监管", "市级", "", "310000", "牵头", "编制计划，组织随机抽取", "", "", "2026-01-01", "有效",
    ],
    ["示例监督检查", "市场监管", "区（县）级", "", "310000", "参与", "派员参加检查组", "", "", "", "有效"],
  ]

  func pass(_ context: ImportContext) throws -> ResponsibilityPass {
    try ResponsibilityPass(context)
  }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let words = try ResponsibilityWords(db)
    for row in try Governance.responsibilities(
      region: request.actor.authority?.region ?? "x", .init(), at: request.asOf, limit: 100_000,
      db)
    {
      try write([
        row.matter, words.departments[row.department], words.levels[row.level], row.authority,
        row.jurisdiction, words.codes.name(.part, row.part), row.duty, row.clause?.number ?? "",
        row.clause?.label ?? "", row.validFrom?.iso ?? "", "有效",
      ])
    }
  }
}

/// The words of the matrix.
private struct ResponsibilityWords {
  let departments: CodeNames
  let levels = CodeNames(Authorities.levels.map { (code: $0.0, name: $0.1) })
  let codes: RegistryCodes

  package init(_ db: any Connection) throws {
    departments = CodeNames(try Reference.departments(db))
    codes = try Reference.registryCodes(db)
  }
}

/// One way of a file through the matrix.
struct ResponsibilityPass: LibraryPass {
  struct Step: Sendable {
    let duty: Governance.Duty
    /// The row that ends, whether or not another follows.
    let over: Int?
    let isEnd: Bool
  }

  let context: ImportContext
  private let words: ResponsibilityWords
  private let authorities: [String: AuthoritySummary]
  /// What holds, by what it says; the matrix of a country fits memory.
  private let known: [String: Governance.Responsibility]
  private var clauses: [String: [String: Int]] = [:]

  package init(_ context: ImportContext) throws {
    self.context = context
    words = try ResponsibilityWords(context.db)
    authorities = try Authorities.byName(context.actor.scope, context.db)
    known = Dictionary(
      try Governance.responsibilities(
        region: context.actor.authority?.region ?? "x", .init(), limit: 100_000, context.db
      ).map { (Self.key($0), $0) }
    ) { first, _ in first }
  }

  private static func key(_ row: Governance.Responsibility) -> String {
    [
      row.matter, row.department, row.level, row.authority, row.jurisdiction, row.part, row.duty,
    ].joined(separator: "\n")
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    let numbers = Set(rows.compactMap { $0.cell("document") })
      .union(known.values.compactMap { $0.clause?.number }).subtracting(clauses.keys)
    for document in try Governance.documents(numbers: numbers.sorted(), context.db).values {
      clauses[document.number] = Dictionary(
        try Governance.clauses(of: document.id, context.db).map { ($0.label, $0.id) }
      ) { first, _ in first }
    }
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let matter = intake.text("matter", "事项", 60, reader)
    let department = intake.take("department", reader.department)
    let level = intake.take("level") { cell throws(CellFault) in
      try reader.known(CellReader.trimmed(cell), "层级", words.levels)
    }
    let authority = intake.takeIfFilled("authority", authority)
    let region = intake.take("jurisdiction") { cell throws(CellFault) in
      isAbove(cell) ? cell : try reader.region(cell)
    }
    let part = intake.take("part") { cell throws(CellFault) in
      try reader.known(
        CellReader.trimmed(cell), "分工", words.codes.names(.part, on: context.today))
    }
    let duty = intake.text("duty", "职责", 500, reader)
    let clause = clause(&intake)
    let from = intake.day("valid_from", "生效日期", reader) ?? ""
    let isEnd =
      intake.takeIfFilled("state") { cell throws(CellFault) in
        try reader.word(cell, "状态", [(["有效", "active"], false), (["终止", "ended"], true)])
      } ?? false
    guard !intake.isRefused, let matter, let department, let level, let region, let part, let duty
    else { return nil }
    intake.title = "\(matter)：\(duty)"
    let read = Governance.Duty(
      matter: matter, department: department, level: level, authority: authority??.id,
      jurisdiction: region, part: part, duty: duty, clause: clause,
      validFrom: CalendarDay(iso: from))
    let key = [
      matter, department, level, authority??.name ?? "", region, part, duty,
    ].joined(separator: "\n")
    intake.claim(key, "matter")
    guard !intake.isRefused else { return nil }
    return outcome(read, over: known[key], isEnd: isEnd, &intake)
  }

  /// Duties that the authorities above have laid down come out with an export.
  private func isAbove(_ region: String) -> Bool {
    RegionScope.above(context.actor.authority?.region ?? "").contains(region)
  }

  private func authority(_ cell: String) throws(CellFault) -> AuthoritySummary? {
    let cell = CellReader.trimmed(cell)
    if let found = authorities[cell] { return found }
    let near = nearest(cell, in: authorities.keys.sorted())
    throw CellFault("机关“\(cell)”不在您管辖范围内的机关里。", near.map { "是否为：\($0)" } ?? "请填写全称，或空着。")
  }

  private func clause(_ intake: inout RowIntake) -> Int? {
    let number = intake.cell("document") ?? ""
    let label = intake.cell("label") ?? ""
    guard !number.isEmpty || !label.isEmpty else { return nil }
    guard !number.isEmpty, !label.isEmpty else {
      intake.refuse(
        number.isEmpty ? "document" : "label", "依据只填写了一半。", "请同时填写文号和条款号，或都不填。")
      return nil
    }
    guard let known = clauses[number] else {
      intake.refuse("document", "文件库中没有文号为“\(number)”的文件。", "请先登记这份文件，或核对文号。")
      return nil
    }
    guard let clause = known[label] else {
      let near = nearest(label, in: known.keys.sorted())
      intake.refuse(
        "label", "这份文件没有条款“\(label)”。", near.map { "是否为：\($0)" } ?? "请先登记条款，或核对条款号。")
      return nil
    }
    return clause
  }

  private func outcome(
    _ duty: Governance.Duty, over known: Governance.Responsibility?, isEnd: Bool,
    _ intake: inout RowIntake
  ) -> RowOutcome<Step>? {
    let old = known?.clause.flatMap { clauses[$0.number]?[$0.label] }
    if let known, !isEnd, old == duty.clause, known.validFrom == duty.validFrom { return .same }
    if known == nil, isEnd {
      intake.refuse("state", "没有登记这一项职责，不能终止。", "请核对各列是否与登记的一致。")
    }
    if !context.reader.scope.contains(duty.jurisdiction) {
      intake.refuse("jurisdiction", "这一项由上级登记，只能由上级修改。", "请删去这一行，或保持原来的内容。")
    }
    guard !intake.isRefused else { return nil }
    let step = Step(duty: duty, over: known?.id, isEnd: isEnd)
    if isEnd { return .ended(step) }
    guard let known else { return .new(step) }
    intake.change("生效日期", known.validFrom?.iso ?? "", duty.validFrom?.iso ?? "")
    if old != duty.clause {
      intake.change("依据", known.clause?.words ?? "", intake.cell("label") ?? "")
    }
    return .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      if let old = step.over {
        try Governance.endDuty(old, by: writing.change, writing.transaction)
      }
      guard !step.isEnd else { continue }
      _ = try Governance.store(step.duty, by: writing.change, writing.transaction)
    }
  }
}
