internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// What is registered of an expert, before it is stored.
struct ExpertDraft: Sendable, Equatable {
  var code: String
  var name: String
  var employer: String
  var title: String
  var region: String
  var validUntil: CalendarDay
  var status: PersonStatus
  /// Codes, ascending.
  var fields: [String]
}

extension ExpertDraft {
  package init(_ known: Expert, _ fields: [String]) {
    self.init(
      code: known.code, name: known.name, employer: known.employer, title: known.title,
      region: known.region, validUntil: known.validUntil, status: known.status, fields: fields)
  }
}

/// Experts as files bring them and take them away.
package struct ExpertLibrary: Library {
  let code = "experts"
  let label = "专家"

  let columns = [
    ImportColumn(
      "专家编号", "code", aliases: ["编号", "人员编号"], form: .code, isRequired: true, "不重复，例如ZJ-0001"),
    ImportColumn("姓名", "name", isRequired: true, ""),
    ImportColumn("工作单位", "employer", aliases: ["单位"], isRequired: true, ""),
    ImportColumn("职称", "title", "可空"),
    ImportColumn(
      "行政区划代码", "region", aliases: ["行政区划"], form: .code, isRequired: true, "六位代码或名称"),
    ImportColumn(
      "聘期至", "valid_until", aliases: ["有效期至"], form: .day, isRequired: true, "2028-06-30这样的日期"),
    ImportColumn(
      "专业领域", "fields", aliases: ["领域"], isRequired: true, "名称，多个用“、”隔开"),
    ImportColumn("状态", "status", "在岗、离岗、退出；新专家缺省为在岗"),
  ]

  let examples = [
    ["ZJ-0001", "示例丙", "示例大学", "教授", "310000", "2027-12-31", "生态环境监测", "在岗"],
    ["ZJ-0002", "示例丁", "示例研究院", "高级工程师", "310000", "2027-12-31", "机动车检验", "在岗"],
  ]

  func pass(_ context: ImportContext) throws -> ExpertPass { ExpertPass(context: context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let fields = CodeNames(try Reference.fields(db))
    let filter = PersonFilter(request.filter)
    func line(_ person: Expert, _ known: [String]) throws {
      try write([
        person.code, person.name, person.employer, person.title, person.region,
        person.validUntil.iso, fields.joined(known), person.status.label,
      ])
    }
    let scope = request.actor.scope
    if let moment = request.asOf {
      try People.forEachExpert(at: moment, filter, in: scope, db, line)
    } else {
      try People.forEachExpert(filter, in: scope, db, line)
    }
  }
}

/// One way of a file through the library of experts.
struct ExpertPass: LibraryPass {
  struct Step: Sendable {
    let draft: ExpertDraft
    let over: ExpertID?
  }

  let context: ImportContext
  private var known: [String: Expert] = [:]
  private var knownFields: [ExpertID: [String]] = [:]
  private var inspectors: Set<String> = []

  package init(context: ImportContext) { self.context = context }

  mutating func prepare(_ rows: [RowIntake]) throws {
    let codes = rows.compactMap { $0.cell("code") }
    known = try People.knownExperts(codes, context.db)
    knownFields = try People.fields(of: known.values.map(\.id), context.db)
    inspectors = Set(try People.knownInspectors(codes, context.db).keys)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let code = intake.take("code") { cell throws(CellFault) in try reader.code(cell, "编号") }
    if let code { intake.claim(code, "code") }
    let known = code.flatMap { self.known[$0] }
    if let known { intake.refuseElsewhere(known.region, reader.scope) }
    if let code, inspectors.contains(code) {
      intake.refuse("code", "这个编号已经是一名检查人员的编号。", "检查人员和专家不能用同一个编号，请换一个。")
    }
    let name = intake.text("name", "姓名", 60, reader)
    intake.title = name ?? ""
    let employer = intake.text("employer", "工作单位", 200, reader)
    let title = intake.take("title") { cell throws(CellFault) in
      try reader.text(cell, "职称", limit: 60, isRequired: false)
    }
    let region = intake.take("region", reader.region)
    let until = intake.take("valid_until") { cell throws(CellFault) in
      try reader.day(cell, "聘期")
    }
    let fields = intake.take("fields", reader.fields)
    let status = intake.takeIfFilled("status", reader.personStatus)
    guard !intake.isRefused, let code, let name, let employer, let region, let until, let fields
    else { return nil }
    if until < context.today {
      intake.doubt("valid_until", "聘期已满。", "照原样导入，但不会被抽入检查组。")
    }
    let draft = ExpertDraft(
      code: code, name: name, employer: employer, title: title ?? known?.title ?? "",
      region: region, validUntil: until, status: status ?? known?.status ?? .active,
      fields: fields)
    return outcome(draft, over: known, &intake)
  }

  private func outcome(
    _ draft: ExpertDraft, over known: Expert?, _ intake: inout RowIntake
  ) -> RowOutcome<Step> {
    guard let known else { return .new(Step(draft: draft, over: nil)) }
    let old = ExpertDraft(known, knownFields[known.id] ?? [])
    if old == draft { return .same }
    let reader = context.reader
    intake.change("姓名", old.name, draft.name)
    intake.change("工作单位", old.employer, draft.employer)
    intake.change("职称", old.title, draft.title)
    intake.change("行政区划", reader.regions[old.region], reader.regions[draft.region])
    intake.change("聘期至", old.validUntil.iso, draft.validUntil.iso)
    intake.change("专业领域", reader.fields.joined(old.fields), reader.fields.joined(draft.fields))
    intake.change("状态", old.status.label, draft.status.label)
    let step = Step(draft: draft, over: known.id)
    return draft.status == .ended && old.status != .ended ? .ended(step) : .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try People.store(
        step.draft, over: step.over, from: writing.source, by: writing.change,
        writing.transaction)
    }
  }
}
