internal import HTTP
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

/// The authorities as files bring them and take them away.
///
/// Who keeps the accounts keeps them; at a page those have no files, so their files come in by the
/// command line.
package struct AuthorityLibrary: Library {
  let code = "authorities"
  let label = "机关"
  let permission = Permission.manageAccounts

  let columns = [
    ImportColumn("代码", "code", aliases: ["机关代码"], form: .code, "可空，新机关由系统编"),
    ImportColumn("名称", "name", aliases: ["机关名称", "单位名称"], isRequired: true, "全称"),
    ImportColumn("部门", "department", isRequired: true, "部门的名称；登记后不能修改"),
    ImportColumn("层级", "level", isRequired: true, "省级、市级、区（县）级、所队、直属单位、国家级"),
    ImportColumn(
      "行政区划", "region", aliases: ["行政区划代码"], form: .code, isRequired: true, "六位代码或名称"),
    ImportColumn("管辖范围", "area", "可空；不是行政区划的范围，如 临港新片区"),
    ImportColumn("上级机关", "parent", "可空，按部门和行政区划推定；写名称或代码，写在下级之前"),
    ImportColumn("技术支撑单位", "is_support", "是 或 否；空为否"),
    ImportColumn("设立日期", "valid_from", form: .day, "可空"),
    ImportColumn("撤销日期", "valid_until", form: .day, "可空；填写后不再有账号和检查人员"),
  ]

  let examples = [
    ["", "示例市场监督管理局", "市场监管", "市级", "310000", "", "", "否", "2018-11-01", ""],
    ["", "示例新片区市场监督管理所", "市场监管", "直属单位", "310115", "示例新片区", "示例市场监督管理局", "否", "", ""],
  ]

  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {
    guard actor.may(permission) else {
      throw Problem.refused("机关由系统管理员登记，请联系系统管理员导入。")
    }
  }

  func pass(_ context: ImportContext) throws -> AuthorityPass { try AuthorityPass(context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let scope = request.actor.scope
    let levels = Authorities.levelNames
    let all = try Authorities.ordered(scope, at: request.asOf, db)
    let names = Dictionary(all.map { ($0.id, $0.name) }) { first, _ in first }
    for unit in all {
      try write([
        unit.code, unit.name, unit.departmentName, levels[unit.level], unit.region, unit.area,
        unit.parent.flatMap { names[$0] } ?? "", unit.isSupport ? "是" : "否",
        unit.validFrom?.iso ?? "", unit.validUntil?.iso ?? "",
      ])
    }
  }
}

/// One way of a file through the authorities.
struct AuthorityPass: LibraryPass {
  struct Step: Sendable {
    let code: String
    let draft: Authorities.Draft
    /// Name of the superior, which may be new itself.
    let parent: String
    let until: CalendarDay?
    let over: AuthorityID?
  }

  let context: ImportContext
  private let byCode: [String: Authorities.Record]
  private let byName: [String: Authorities.Record]
  private let names: [AuthorityID: String]
  /// Names that earlier rows of the file bring.
  private var new: Set<String> = []

  package init(_ context: ImportContext) throws {
    self.context = context
    let all = try Authorities.all(context.actor.scope, context.db)
    byCode = Dictionary(all.map { ($0.code, $0) }) { first, _ in first }
    byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    names = Dictionary(all.map { ($0.id, $0.name) }) { first, _ in first }
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let code = intake.takeIfFilled("code") { cell throws(CellFault) in
      try reader.text(cell, "代码", limit: 60)
    }
    let name = intake.text("name", "名称", 60, reader)
    intake.title = name ?? ""
    if let name { intake.claim(name, "name") }
    let known = code.map { byCode[$0] } ?? name.flatMap { byName[$0] }
    if let code, known == nil {
      intake.refuse("code", "没有代码为“\(code)”的机关。", "新机关请空着代码，由系统编。")
    }
    if let known, let name, let other = byName[name], other.id != known.id {
      intake.refuse("name", "已有机关“\(name)”（\(other.code)）。", "请换一个名称，或核对代码。")
    }
    var draft = Authorities.Draft()
    draft.name = name ?? ""
    draft.department = intake.take("department", reader.department) ?? ""
    draft.level =
      intake.take("level") { cell throws(CellFault) in
        try reader.known(CellReader.trimmed(cell), "层级", Authorities.levelNames)
      } ?? ""
    draft.region = intake.take("region", reader.region) ?? ""
    draft.area =
      intake.take("area") { cell throws(CellFault) in
        try reader.text(cell, "管辖范围", limit: 60, isRequired: false)
      } ?? known?.area ?? ""
    draft.isSupport =
      intake.takeIfFilled("is_support") { cell throws(CellFault) in
        try reader.word(cell, "技术支撑单位", [(["是", "1", "yes"], true), (["否", "0", "no"], false)])
      } ?? known?.isSupport ?? false
    draft.validFrom =
      intake.day("valid_from", "设立日期", reader) ?? known?.validFrom?.iso ?? ""
    let until =
      intake.day("valid_until", "撤销日期", reader) ?? known?.validUntil?.iso ?? ""
    let parent =
      intake.take("parent") { cell throws(CellFault) in try superior(cell) }
      ?? known?.parent.flatMap { names[$0] } ?? ""
    refuse(draft, parent: parent, until: until, over: known, &intake)
    guard !intake.isRefused else { return nil }
    new.insert(draft.name)
    let step = Step(
      code: code ?? "", draft: draft, parent: parent, until: CalendarDay(iso: until),
      over: known?.id)
    return outcome(step, over: known, &intake)
  }

  private func superior(_ cell: String) throws(CellFault) -> String {
    let cell = CellReader.trimmed(cell)
    if cell.isEmpty || new.contains(cell) { return cell }
    guard let found = byName[cell] ?? byCode[cell] else {
      let near = nearest(cell, in: byName.keys.sorted() + new.sorted())
      throw CellFault(
        "没有名称或代码为“\(cell)”的机关。", near.map { "是否为：\($0)" } ?? "请把上级机关写在下级之前。")
    }
    if found.isSupport { throw CellFault("技术支撑单位不能作上级机关。", "请另选。") }
    return found.name
  }

  private func refuse(
    _ draft: Authorities.Draft, parent: String, until: String,
    over known: Authorities.Record?, _ intake: inout RowIntake
  ) {
    if let known, known.department != draft.department, !draft.department.isEmpty {
      intake.refuse("department", "机关的部门登记后不能修改。", "原为：\(known.departmentName)")
    }
    if parent == draft.name, !parent.isEmpty {
      intake.refuse("parent", "机关不能作自己的上级。", "请另选。")
    }
    if let known, draft.isSupport, !known.isSupport, known.inspectors > 0 {
      intake.refuse("is_support", "这个机关还有\(known.inspectors)名检查人员。", "请先调出。")
    }
    guard !until.isEmpty else { return }
    if until < draft.validFrom {
      intake.refuse("valid_until", "撤销日期早于设立日期。", "请核对。")
    }
    if let known, known.validUntil == nil, known.accounts > 0 || known.inspectors > 0 {
      intake.refuse(
        "valid_until", "还有\(known.accounts)个在用账号、\(known.inspectors)名检查人员。", "请先停用账号，调出人员。")
    }
  }

  private func outcome(
    _ step: Step, over known: Authorities.Record?, _ intake: inout RowIntake
  ) -> RowOutcome<Step> {
    guard let known else { return .new(step) }
    let draft = step.draft
    intake.change("名称", known.name, draft.name)
    intake.change("层级", Authorities.levelNames[known.level], Authorities.levelNames[draft.level])
    intake.change(
      "行政区划", context.reader.regions[known.region], context.reader.regions[draft.region])
    intake.change("管辖范围", known.area, draft.area)
    intake.change("上级机关", known.parent.flatMap { names[$0] } ?? "", step.parent)
    intake.change("技术支撑单位", known.isSupport ? "是" : "否", draft.isSupport ? "是" : "否")
    intake.change("设立日期", known.validFrom?.iso ?? "", draft.validFrom)
    intake.change("撤销日期", known.validUntil?.iso ?? "", step.until?.iso ?? "")
    if intake.changes.isEmpty { return .same }
    return known.validUntil == nil && step.until != nil ? .ended(step) : .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try Authorities.store(
        step.draft, under: step.parent, until: step.until, over: step.over, by: writing.change,
        writing.transaction)
    }
  }
}
