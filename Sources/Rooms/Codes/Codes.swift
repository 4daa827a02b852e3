internal import Accounts
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let codes = Link("/codes")
  static let codesEnd = Link("/codes/end")
}

/// 代码表: the administrators see, add and end codes.
package enum Codes {
  package static let routes: [Route] = [
    .get("/codes", .readAccounts) { call in
      try page(call.request.query["table"], CodePages.Draft(), [], call)
    },
    .post("/codes", .manageAccounts) { call in
      let form = call.request.form
      let draft = CodePages.Draft(
        code: (form["code"] ?? "").trimmed, name: (form["name"] ?? "").trimmed,
        basis: (form["basis"] ?? "").trimmed, note: (form["note"] ?? "").trimmed,
        validFrom: (form["valid-from"] ?? "").trimmed)
      do {
        let table = try add(draft, call)
        return .redirect(to: Link.codes.with([("table", table.name)]).done(.saved).address)
      } catch Problem.refused(let reasons) {
        return try page(form["table"], draft, reasons, call)
      }
    },
    .post("/codes/end", .manageAccounts) { call in
      do {
        let table = try end(call)
        return .redirect(to: Link.codes.with([("table", table.name)]).done(.ended).address)
      } catch Problem.refused(let reasons) {
        return try page(call.request.form["table"], CodePages.Draft(), reasons, call)
      }
    },
  ]

  private static func add(_ draft: CodePages.Draft, _ call: Call) throws -> CodeTable {
    let actor = try call.actor()
    guard let table = CodeTable(call.request.form["table"] ?? "") else { throw Problem.notFound }
    try call.house.perform(by: actor) { transaction in
      try requireAll(actor, transaction.db)
      var faults: [String] = []
      if !isPlain(draft.code) {
        faults.append("代码只能用半角字母、数字和短横，1 至 40 个字符。")
      }
      if !(1...60).contains(draft.name.count) { faults.append("请填写名称，不超过 60 个字。") }
      if draft.basis.isEmpty { faults.append("请写明依据。") }
      if draft.note.count > 2000 { faults.append("说明或文本最多 2000 个字，请缩短。") }
      let from = draft.validFrom.isEmpty ? transaction.now.day : CalendarDay(iso: draft.validFrom)
      if from == nil { faults.append("生效日期“\(draft.validFrom)”不是存在的日期，请写成 2026-01-01 这样。") }
      guard faults.isEmpty, let from else { throw Problem.refused(faults) }
      try Reference.add(
        NewCode(
          code: draft.code, name: draft.name, basis: draft.basis, note: draft.note,
          validFrom: from),
        to: table, transaction)
      transaction.journal(
        "code.add", ("code", "\(table.name) \(draft.code)"), reason: draft.basis,
        [("name", draft.name)])
    }
    return table
  }

  private static func end(_ call: Call) throws -> CodeTable {
    let actor = try call.actor()
    let form = call.request.form
    guard let table = CodeTable(form["table"] ?? "") else { throw Problem.notFound }
    let code = form["code"] ?? ""
    let reason = (form["reason"] ?? "").trimmed
    try call.house.perform(by: actor) { transaction in
      try requireAll(actor, transaction.db)
      guard !reason.isEmpty else { throw Problem.refused("请写明停用依据。") }
      guard let day = CalendarDay(iso: (form["until"] ?? "").trimmed) else {
        throw Problem.refused("请填写最后一天，写成 2026-12-31 这样。")
      }
      try Reference.end(code, of: table, on: day, transaction)
      transaction.journal(
        "code.end", ("code", "\(table.name) \(code)"), reason: reason, [("until", day.iso)])
    }
    return table
  }

  static func isPlain(_ code: String) -> Bool {
    (1...40).contains(code.utf8.count)
      && code.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  /// Codes count for everybody, so only an authority above all others here keeps them.
  static func requireAll(_ actor: Actor, _ db: any Connection) throws {
    let elsewhere = try db.count(
      "SELECT count(*) AS value FROM authorities WHERE NOT (" + actor.scope.condition("region")
        + ")")
    guard elsewhere == 0, try Accounts.isAtTop(actor, db) else {
      throw Problem.refused("代码表对全系统生效，只能由最高一级市场监管部门的系统管理员维护，请联系上级办理。")
    }
  }

  private static func page(
    _ name: String?, _ draft: CodePages.Draft, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let table = CodeTable(name ?? "") ?? .fields
    let model = try call.house.store.read { db in
      CodePages.Model(
        table: table, rows: try Reference.codeRows(table, db), draft: draft, today: call.now.day,
        mayChange: actor.may(.manageAccounts), problems: problems)
    }
    return .html(
      CodePages.list(call.frame(.codes), model).document(), status: problems.isEmpty ? 200 : 422)
  }
}
