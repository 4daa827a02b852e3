internal import Accounts
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The tables of codes as files bring them and take them away.
///
/// A code is added or ended, never changed: old records point to it.
package struct CodeLibrary: Library {
  let code = "codes"
  let label = "代码表"
  let permission = Permission.manageAccounts

  let columns = [
    ImportColumn("代码表", "table", isRequired: true, "代码表的名称，如 机构特别标记"),
    ImportColumn("代码", "code", form: .code, isRequired: true, "半角字母、数字和短横"),
    ImportColumn("名称", "name", isRequired: true, ""),
    ImportColumn("依据", "basis", "新代码必须填写"),
    ImportColumn("说明", "note", aliases: ["文本"], "可空；领域和部门没有说明"),
    ImportColumn("生效日期", "valid_from", form: .day, "空为自始有效；新代码空为今天"),
    ImportColumn("最后一天", "valid_until", aliases: ["停用日期"], form: .day, "可空，表示在用"),
  ]

  let examples = [
    ["机构特别标记", "example-mark", "示例标记", "示例依据", "", "2026-01-01", ""],
    ["检验检测领域", "example-field", "示例领域", "示例依据", "", "2026-01-01", ""],
  ]

  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {
    guard actor.may(permission) else {
      throw Problem.refused("代码表由系统管理员维护，请联系系统管理员导入。")
    }
    try Codes.requireAll(actor, db)
  }

  func pass(_ context: ImportContext) throws -> CodePass { try CodePass(context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let day = request.asOf?.day
    for table in CodeTable.all {
      for row in try Reference.codeRows(table, db) where day.map(row.isInForce) ?? true {
        try write([
          table.label, row.code, row.name, row.basis, row.note, row.validFrom?.iso ?? "",
          row.validUntil?.iso ?? "",
        ])
      }
    }
  }
}

/// One way of a file through the tables of codes.
struct CodePass: LibraryPass {
  struct Step: Sendable {
    let table: CodeTable
    /// nil where a code only ends.
    let new: NewCode?
    let code: String
    let until: CalendarDay?
  }

  let context: ImportContext
  private var rows: [CodeTable: [Reference.CodeRow]] = [:]
  private let tables = CodeNames(CodeTable.all.map { (code: $0.name, name: $0.label) })

  package init(_ context: ImportContext) throws {
    self.context = context
    for table in CodeTable.all { rows[table] = try Reference.codeRows(table, context.db) }
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let table = intake.take("table") { cell throws(CellFault) in
      try reader.known(CellReader.trimmed(cell), "代码表", tables)
    }.flatMap { CodeTable($0) }
    let code = intake.take("code") { cell throws(CellFault) in
      let code = try reader.code(cell, "代码")
      guard Codes.isPlain(code) else { throw CellFault("代码只能用半角字母、数字和短横，1至40个字符。", "请改写代码。") }
      return code
    }
    let name = intake.text("name", "名称", 60, reader)
    intake.title = name ?? ""
    let basis = text("basis", "依据", 500, &intake)
    let note = text("note", "说明", 2000, &intake)
    let from = intake.day("valid_from", "生效日期", reader) ?? ""
    let until = intake.day("valid_until", "最后一天", reader) ?? ""
    guard !intake.isRefused, let table, let code, let name else { return nil }
    intake.claim("\(table.name) \(code) \(from)", "code")
    if !from.isEmpty, !until.isEmpty, until < from {
      intake.refuse("valid_until", "最后一天早于生效日期。", "请核对。")
    }
    guard !intake.isRefused else { return nil }
    let end = CalendarDay(iso: until)
    if let known = rows[table]?.last(where: {
      $0.code == code && (from.isEmpty || ($0.validFrom?.iso ?? "") == from)
    }) {
      return outcome(known, name, basis, note, end, table, &intake)
    }
    let new = NewCode(
      code: code, name: name, basis: basis, note: note,
      validFrom: CalendarDay(iso: from) ?? context.today)
    refuse(new, in: table, &intake)
    return intake.isRefused ? nil : .new(Step(table: table, new: new, code: code, until: end))
  }

  private func text(
    _ column: String, _ name: String, _ limit: Int, _ intake: inout RowIntake
  ) -> String {
    let reader = context.reader
    return intake.take(column) { cell throws(CellFault) in
      try reader.text(cell, name, limit: limit, isRequired: false)
    } ?? ""
  }

  private func outcome(
    _ known: Reference.CodeRow, _ name: String, _ basis: String, _ note: String,
    _ until: CalendarDay?, _ table: CodeTable, _ intake: inout RowIntake
  ) -> RowOutcome<Step>? {
    if known.name != name || known.basis != basis || known.note != note {
      intake.refuse("name", "这个代码已登记，内容不同。代码不改动，因为旧记录指向它。", "请先停用它，再用新的生效日期登记新的一条。")
      return nil
    }
    if known.validUntil == until { return .same }
    guard known.validUntil == nil, let until else {
      intake.refuse(
        "valid_until", "这个代码已于\(known.validUntil?.iso ?? "")停用。", "停用日期不能再改；请用新的代码。")
      return nil
    }
    if let from = known.validFrom, until < from {
      intake.refuse("valid_until", "最后一天早于生效日期\(from.iso)。", "请核对。")
      return nil
    }
    intake.change("最后一天", "", until.iso)
    return .ended(Step(table: table, new: nil, code: known.code, until: until))
  }

  private func refuse(_ new: NewCode, in table: CodeTable, _ intake: inout RowIntake) {
    if new.basis.isEmpty { intake.refuse("basis", "没有填写依据。", "请写明依据。") }
    let all = rows[table] ?? []
    let live = all.filter { $0.validUntil.map { new.validFrom <= $0 } ?? true }
    if live.contains(where: { $0.code == new.code }) {
      intake.refuse("code", "代码“\(new.code)”已在使用。", "请先停用原来的一条，新的一条从停用次日起生效。")
    } else if live.contains(where: { $0.name == new.name }) {
      intake.refuse("name", "名称“\(new.name)”已在使用。", "请换一个名称。")
    } else if table == .fields || table == .departments,
      all.contains(where: { $0.code == new.code })
    {
      intake.refuse("code", "代码“\(new.code)”已停用，旧记录仍指向它。", "请换一个代码。")
    }
    if table == .fields || table == .departments, !new.note.isEmpty {
      intake.refuse("note", "领域和部门没有说明。", "请写进依据，或空着。")
    }
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      if let new = step.new { try Reference.add(new, to: step.table, writing.transaction) }
      if let until = step.until {
        try Reference.end(step.code, of: step.table, on: until, writing.transaction)
      }
    }
  }
}
