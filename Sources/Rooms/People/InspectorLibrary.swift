internal import Accounts
internal import HTTP
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

/// What is registered of an inspector, before it is stored.
struct InspectorDraft: Sendable, Equatable {
  var code: String
  var name: String
  var department: String
  var authority: AuthorityID
  var region: String
  var certificateNumber: String
  var certificateUntil: CalendarDay
  var status: PersonStatus
  /// Codes, ascending.
  var skills: [String]
}

extension InspectorDraft {
  package init(_ known: Inspector, _ skills: [String]) {
    self.init(
      code: known.code, name: known.name, department: known.department,
      authority: known.authority, region: known.region,
      certificateNumber: known.certificateNumber, certificateUntil: known.certificateUntil,
      status: known.status, skills: skills)
  }
}

/// Inspectors as files bring them and take them away.
package struct InspectorLibrary: Library {
  let code = "inspectors"
  let label = "执法检查人员"

  let columns = [
    ImportColumn(
      "人员编号", "code", aliases: ["编号"], form: .code, isRequired: true, "不重复，例如SH-0001"),
    ImportColumn("姓名", "name", isRequired: true, ""),
    ImportColumn(
      "所属单位", "authority", aliases: ["单位"], isRequired: true, "系统中单位的名称或代码"),
    ImportColumn("部门", "department", "可空，取单位的部门"),
    ImportColumn("行政区划代码", "region", aliases: ["行政区划"], form: .code, "可空，取单位的区划"),
    ImportColumn(
      "执法证号", "certificate_number", aliases: ["执法证编号"], form: .code, isRequired: true, ""),
    ImportColumn(
      "执法证有效期至", "certificate_until", aliases: ["有效期至"], form: .day, isRequired: true,
      "2028-06-30这样的日期"),
    ImportColumn(
      "检查领域", "fields", aliases: ["领域", "专业领域"], isRequired: true, "名称，多个用“、”隔开"),
    ImportColumn("状态", "status", "在岗、离岗、退出；新人员缺省为在岗"),
  ]

  let examples = [
    [
      "SH-0001", "示例甲", "上海市市场监督管理局", "市场监管", "310000", "SH1000001", "2028-12-31",
      "机动车检验、生态环境监测", "在岗",
    ],
    [
      "SH-0002", "示例乙", "上海市生态环境局", "生态环境", "310000", "SH1000002", "2028-12-31",
      "生态环境监测", "在岗",
    ],
  ]

  /// Every department keeps its own people; which, is judged row by row.
  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {}

  func pass(_ context: ImportContext) throws -> InspectorPass { try InspectorPass(context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let fields = CodeNames(try Reference.fields(db))
    let departments = CodeNames(try Reference.departments(db))
    let filter = PersonFilter(request.filter)
    func line(_ person: Inspector, _ skills: [String]) throws {
      try write([
        person.code, person.name, person.authorityName, departments[person.department],
        person.region, person.certificateNumber, person.certificateUntil.iso,
        fields.joined(skills), person.status.label,
      ])
    }
    let scope = request.actor.scope
    if let moment = request.asOf {
      try People.forEachInspector(at: moment, filter, in: scope, db, line)
    } else {
      try People.forEachInspector(filter, in: scope, db, line)
    }
  }
}

/// One way of a file through the library of inspectors.
struct InspectorPass: LibraryPass {
  struct Step: Sendable {
    let draft: InspectorDraft
    let over: InspectorID?
  }

  let context: ImportContext
  /// By name and by code.
  private let authoritiesByWord: [String: AuthoritySummary]
  /// The department whose inspectors the person keeps; `nil` for those of every department.
  private let keptDepartment: String?
  /// Why nobody may be registered in an authority: a support unit, or one that has ended.
  private let closed: [AuthorityID: String]
  private var known: [String: Inspector] = [:]
  private var knownSkills: [InspectorID: [String]] = [:]
  private var experts: Set<String> = []

  package init(_ context: ImportContext) throws {
    self.context = context
    authoritiesByWord = try Authorities.byName(context.actor.scope, context.db)
    var closed: [AuthorityID: String] = [:]
    for unit in try Authorities.all(context.actor.scope, context.db) {
      if unit.isSupport {
        closed[unit.id] = "是技术支撑单位，不能有执法检查人员。"
      } else if let until = unit.validUntil, until < context.today {
        closed[unit.id] = "已于\(until.chinese)撤销。"
      }
    }
    self.closed = closed
    keptDepartment =
      Keeper.mayKeep(context.actor) ? nil : context.actor.authority?.department ?? ""
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    let codes = rows.compactMap { $0.cell("code") }
    known = try People.knownInspectors(codes, context.db)
    knownSkills = try People.skills(of: known.values.map(\.id), context.db)
    experts = Set(try People.knownExperts(codes, context.db).keys)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let code = intake.take("code") { cell throws(CellFault) in try reader.code(cell, "编号") }
    if let code { intake.claim(code, "code") }
    let known = code.flatMap { self.known[$0] }
    if let known { intake.refuseElsewhere(known.region, reader.scope) }
    if let code, experts.contains(code) {
      intake.refuse("code", "这个编号已经是一名专家的编号。", "检查人员和专家不能用同一个编号，请换一个。")
    }
    let name = intake.text("name", "姓名", 60, reader)
    intake.title = name ?? ""
    let authority = intake.take("authority", authority)
    refuseForeign(known, authority, &intake)
    let region = intake.takeIfFilled("region", reader.region)
    let number = intake.text("certificate_number", "执法证号", 40, reader)
    let until = intake.take("certificate_until") { cell throws(CellFault) in
      try reader.day(cell, "执法证有效期")
    }
    let skills = intake.take("fields", reader.fields)
    let status = intake.takeIfFilled("status", reader.personStatus)
    guard !intake.isRefused, let code, let name, let authority, let number, let until, let skills
    else { return nil }
    if until < context.today {
      intake.doubt("certificate_until", "执法证已经过期。", "照原样导入，但不会被抽入检查组。")
    }
    let draft = InspectorDraft(
      code: code, name: name, department: authority.department, authority: authority.id,
      region: region ?? authority.region, certificateNumber: number, certificateUntil: until,
      status: status ?? known?.status ?? .active, skills: skills)
    return outcome(draft, authority, over: known, &intake)
  }

  private func refuseForeign(
    _ known: Inspector?, _ authority: AuthoritySummary?, _ intake: inout RowIntake
  ) {
    let department = intake.takeIfFilled("department", context.reader.department)
    for other in [known?.department, authority?.department] {
      guard let other, let keptDepartment, other != keptDepartment else { continue }
      intake.refuse("authority", "这名人员属于其他部门。", "您单位只能登记本部门的执法检查人员，请联系其所属部门。")
      break
    }
    if let authority, let department, authority.department != department {
      intake.refuse(
        "department", "与单位“\(authority.name)”的部门不一致。",
        "应为：\(context.reader.departments[authority.department])")
    }
  }

  private func outcome(
    _ draft: InspectorDraft, _ authority: AuthoritySummary, over known: Inspector?,
    _ intake: inout RowIntake
  ) -> RowOutcome<Step> {
    guard let known else { return .new(Step(draft: draft, over: nil)) }
    let old = InspectorDraft(known, knownSkills[known.id] ?? [])
    if old == draft { return .same }
    let reader = context.reader
    intake.change("姓名", old.name, draft.name)
    intake.change("所属单位", known.authorityName, authority.name)
    intake.change("行政区划", reader.regions[old.region], reader.regions[draft.region])
    intake.change("执法证号", old.certificateNumber, draft.certificateNumber)
    intake.change("执法证有效期至", old.certificateUntil.iso, draft.certificateUntil.iso)
    intake.change("检查领域", reader.fields.joined(old.skills), reader.fields.joined(draft.skills))
    intake.change("状态", old.status.label, draft.status.label)
    let step = Step(draft: draft, over: known.id)
    return draft.status == .ended && old.status != .ended ? .ended(step) : .changed(step)
  }

  private func authority(_ cell: String) throws(CellFault) -> AuthoritySummary {
    let cell = CellReader.trimmed(cell)
    if let found = authoritiesByWord[cell] {
      if let reason = closed[found.id] {
        throw CellFault("“\(found.name)”" + reason, "请填写检查人员实际所属的执法机关。")
      }
      return found
    }
    if cell.isEmpty { throw CellFault("没有填写所属单位。", "请填写单位全称。") }
    let near = nearest(cell, in: authoritiesByWord.keys.sorted())
    throw CellFault(
      "单位“\(cell)”不在您管辖范围内的单位里。", near.map { "是否为：\($0)" } ?? "请填写系统中单位的全称，或先建立单位。")
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try People.store(
        step.draft, over: step.over, from: writing.source, by: writing.change,
        writing.transaction)
    }
  }
}

extension RowIntake {
  mutating func refuseElsewhere(_ region: String, _ scope: RegionScope) {
    guard !scope.contains(region) else { return }
    refuse("code", "这个编号登记在您管辖范围以外的地区。", "请换一个编号，或由其主管单位修改。")
  }
}
