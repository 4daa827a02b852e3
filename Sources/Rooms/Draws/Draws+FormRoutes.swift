internal import HTML
internal import HTTP
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

extension Draws {
  // MARK: freeze

  @Sendable static func freezePage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", PlanID.init)
    let model = try call.house.store.read { db in
      let plan = try Plans.own(id, actor, db)
      let choices = try contributorChoices(for: plan, db)
      return try freezeModel(
        plan, choices, FreezeForm(choices: choices, now: call.now), faults: [], problems: [], call,
        db)
    }
    return .html(DrawPages.freeze(call.frame(.plans), model).document())
  }

  private static func freezeModel(
    _ plan: Plan, _ choices: [ContributorChoice], _ form: FreezeForm, faults: [FormFault],
    problems: [String], _ call: Call, _ db: any Connection
  ) throws -> DrawPages.FreezeModel {
    DrawPages.FreezeModel(
      plan: plan,
      outlook: try call.house.outlooks.outlook(
        plan.content, region: plan.region, today: call.now.day, db),
      rules: Plans.rulesFile(plan.content, region: plan.region), choices: choices, form: form,
      faults: faults, problems: problems)
  }

  @Sendable static func freezeAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", PlanID.init)
    let form = FreezeForm(call.request.form)
    let (ceremony, unreadable) = form.ceremony()
    var problems = unreadable.map(\.sentence)
    if let ceremony {
      do {
        let draw = try freeze(id, ceremony, by: actor, call.house)
        return .redirect(to: Link.draw(draw).done(.frozen).address)
      } catch Problem.refused(let reasons) {
        problems = reasons
      }
    }
    let model = try call.house.store.read { db in
      let plan = try Plans.own(id, actor, db)
      let choices = try contributorChoices(for: plan, db)
      let faults =
        ceremony?.faults(choices, own: plan.authority, now: call.now) ?? unreadable
      return try freezeModel(
        plan, choices, form, faults: faults, problems: problems, call, db)
    }
    return .html(DrawPages.freeze(call.frame(.plans), model).document(), status: 422)
  }

  // MARK: amend

  static func amendPage(_ call: Call, problems: [String]) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let form = call.request.form
    let asked = (form["body"] ?? call.request.query["body"]).flatMap(Int.init).map(BodyID.init)
    let model = try call.house.store.read { db in
      let record = try own(id, actor, db)
      try allow(.amend, record.stage)
      let picks = try picks(of: id, db).filter { $0.state != .left }
      let pick = picks.first { $0.body == asked }
      let fields = try stages(of: id, hasResult: true, db)
      return DrawPages.AmendModel(
        draw: id, number: record.number, picks: picks.map { ($0.body, $0.name) },
        body: pick.map { pick in
          (
            pick.body, pick.name, pick.stratum,
            fields.first { $0.number == pick.stage }?.name ?? ""
          )
        }, team: try pick.map { try team(of: $0.body, id, db) } ?? [],
        chosen: form["who"] ?? "-", reason: form["reason"] ?? "", problems: problems)
    }
    return .html(
      DrawPages.amend(call.frame(.draws), model).document(), status: problems.isEmpty ? 200 : 422)
  }

  @Sendable static func amendAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let form = call.request.form
    guard let body = form["body"].flatMap(Int.init).map(BodyID.init) else {
      return try amendPage(call, problems: ["请先选择机构。"])
    }
    guard let who = form["who"], !who.isEmpty else {
      return try amendPage(call, problems: ["请选择退出的是机构还是检查组中的哪一位。"])
    }
    do {
      try amend(
        id, body: body, person: who == "-" ? nil : who, reason: form["reason"] ?? "", by: actor,
        call.house)
    } catch Problem.refused(let reasons) {
      return try amendPage(call, problems: reasons)
    }
    return .redirect(to: Link.draw(id).done(.amended).address)
  }
}
