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

extension ImportChecker {
  mutating func inspector(_ intake: inout RowIntake) throws -> RowOutcome? {
    let code = personCode(&intake)
    let known = try code.flatMap { try Registry.knownInspector($0, db) }
    if let known { refuseElsewhere(known.region, &intake) }
    if let code, try Registry.knownExpert(code, db) != nil {
      intake.refuse("code", "这个编号已经是一名专家的编号。", "检查人员和专家不能用同一个编号，请换一个。")
    }
    let name = text("name", "姓名", 60, &intake)
    let authority = intake.take("authority", authority)
    let department = intake.takeIfFilled("department", reader.department)
    for other in [known?.department, authority?.department] {
      guard let other, let keptDepartment, other != keptDepartment else { continue }
      intake.refuse("authority", "这名人员属于其他部门。", "您单位只能登记本部门的执法检查人员，请联系其所属部门。")
      break
    }
    if let authority, let department, authority.department != department {
      intake.refuse(
        "department", "与单位“\(authority.name)”的部门不一致。",
        "应为：\(reader.departments[authority.department])")
    }
    let region = intake.takeIfFilled("region", reader.region)
    let number = text("certificate_number", "执法证号", 40, &intake)
    let until = intake.take("certificate_until") { [reader] cell throws(CellFault) in
      try reader.day(cell, "执法证有效期")
    }
    let skills = intake.take("fields", reader.fields)
    let status = intake.takeIfFilled("status", reader.personStatus)
    guard !intake.isRefused, let code, let name, let authority, let number, let until, let skills
    else { return nil }
    if until < today {
      intake.doubt("certificate_until", "执法证已经过期。", "照原样导入，但不会被抽入检查组。")
    }
    let draft = InspectorDraft(
      code: code, name: name, department: authority.department, authority: authority.id,
      region: region ?? authority.region, certificateNumber: number, certificateUntil: until,
      status: status ?? known?.status ?? .active, skills: skills)
    guard let known else { return .new(.inspector(draft, over: nil)) }
    let stored = try Registry.skills(of: [known.id], db)[known.id] ?? []
    return InspectorDraft(known, stored) == draft
      ? .same : .changed(.inspector(draft, over: known.id))
  }

  mutating func expert(_ intake: inout RowIntake) throws -> RowOutcome? {
    let code = personCode(&intake)
    let known = try code.flatMap { try Registry.knownExpert($0, db) }
    if let known { refuseElsewhere(known.region, &intake) }
    if let code, try Registry.knownInspector(code, db) != nil {
      intake.refuse("code", "这个编号已经是一名检查人员的编号。", "检查人员和专家不能用同一个编号，请换一个。")
    }
    let name = text("name", "姓名", 60, &intake)
    let employer = text("employer", "工作单位", 200, &intake)
    let title = intake.take("title") { [reader] cell throws(CellFault) in
      try reader.text(cell, "职称", limit: 60, isRequired: false)
    }
    let region = intake.take("region", reader.region)
    let until = intake.take("valid_until") { [reader] cell throws(CellFault) in
      try reader.day(cell, "聘期")
    }
    let fields = intake.take("fields", reader.fields)
    let status = intake.takeIfFilled("status", reader.personStatus)
    guard !intake.isRefused, let code, let name, let employer, let region, let until, let fields
    else { return nil }
    if until < today {
      intake.doubt("valid_until", "聘期已满。", "照原样导入，但不会被抽入检查组。")
    }
    let draft = ExpertDraft(
      code: code, name: name, employer: employer, title: title ?? known?.title ?? "",
      region: region, validUntil: until, status: status ?? known?.status ?? .active,
      fields: fields)
    guard let known else { return .new(.expert(draft, over: nil)) }
    let stored = try Registry.fields(of: [known.id], db)[known.id] ?? []
    return ExpertDraft(known, stored) == draft ? .same : .changed(.expert(draft, over: known.id))
  }

  private mutating func personCode(_ intake: inout RowIntake) -> String? {
    let code = intake.take("code") { [reader] cell throws(CellFault) in
      try reader.code(cell, "编号")
    }
    if let code { refuseRepeated(code, "code", &intake) }
    return code
  }

  private func text(
    _ code: String, _ name: String, _ limit: Int, _ intake: inout RowIntake
  ) -> String? {
    intake.take(code) { [reader] cell throws(CellFault) in
      try reader.text(cell, name, limit: limit)
    }
  }

  private func refuseElsewhere(_ region: String, _ intake: inout RowIntake) {
    guard !reader.scope.contains(region) else { return }
    intake.refuse("code", "这个编号登记在您管辖范围以外的地区。", "请换一个编号，或由其主管单位修改。")
  }

  private func authority(_ cell: String) throws(CellFault) -> AuthoritySummary {
    let cell = CellReader.trimmed(cell)
    if let found = authoritiesByWord[cell] { return found }
    if cell.isEmpty { throw CellFault("没有填写所属单位。", "请填写单位全称。") }
    let near = nearest(cell, in: authoritiesByWord.keys.sorted())
    throw CellFault(
      "单位“\(cell)”不在您管辖范围内的单位里。", near.map { "是否为：\($0)" } ?? "请填写系统中单位的全称，或先建立单位。")
  }
}

extension InspectorDraft {
  init(_ known: Inspector, _ skills: [String]) {
    self.init(
      code: known.code, name: known.name, department: known.department,
      authority: known.authority, region: known.region,
      certificateNumber: known.certificateNumber, certificateUntil: known.certificateUntil,
      status: known.status, skills: skills)
  }
}

extension ExpertDraft {
  init(_ known: Expert, _ fields: [String]) {
    self.init(
      code: known.code, name: known.name, employer: known.employer, title: known.title,
      region: known.region, validUntil: known.validUntil, status: known.status, fields: fields)
  }
}
