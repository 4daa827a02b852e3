internal import HTML
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

// Registering one body and ending one.
extension Bodies {
  static func newPage(_ form: BodyForm, _ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    try Keeper.requireKeeper(actor)
    let model = try call.house.store.read { db in
      BodyPages.NewModel(
        form: form, regions: CodeNames(try Reference.regions(db, in: actor.scope)),
        fields: CodeNames(try Reference.fields(db)), codes: try Reference.registryCodes(db),
        today: call.now.day, problems: problems)
    }
    return .html(
      BodyPages.new(call.frame(.bodies), model).document(),
      status: problems.isEmpty && form.problems.isEmpty ? 200 : 422)
  }

  @Sendable static func newAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    var form = BodyForm(call.request.form)
    let reader = try call.house.store.read { db in
      BodyFormReader(
        cells: try CellReader.load(for: actor, db), codes: try Reference.registryCodes(db),
        today: call.now.day)
    }
    let read = form.draft(uscc: form.uscc, over: nil, reader)
    form.problems = read.problems
    do throws(CellFault) {
      _ = try reader.cells.uscc(form.uscc)
    } catch {
      form.problems["uscc"] = error.reason + error.suggestion
    }
    guard let draft = read.draft, form.problems.isEmpty else { return try newPage(form, [], call) }
    do {
      let id = try register(draft, reason: form.reason, by: actor, call.house)
      return .redirect(to: Link.body(id).done(.saved).address)
    } catch Problem.refused(let reasons) {
      return try newPage(form, reasons, call)
    }
  }

  static func endPage(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let known = try call.house.store.read { try body(id, in: actor.scope, $0) }
    try Keeper.requireKeeper(actor)
    try Bodies.requireOwnRegion(known, actor)
    let model = BodyPages.EndModel(
      body: known, reason: call.request.form["reason"] ?? "", problems: problems)
    return .html(
      BodyPages.end(call.frame(.bodies), model).document(), status: problems.isEmpty ? 200 : 422)
  }

  @Sendable static func endAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let form = call.request.form
    let state = ["cancelled", "withdrawn"].first { $0 == form["state"] ?? "" }
    do {
      try end(
        id, certificate: state, reason: (form["reason"] ?? "").trimmed, by: actor, call.house)
      return .redirect(to: Link.body(id).done(.saved).address)
    } catch Problem.refused(let reasons) {
      return try endPage(reasons, call)
    }
  }
}
