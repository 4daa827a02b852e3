internal import HTML
internal import HTTP
internal import Items
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let plans = Link("/plans")
}

/// 抽查计划.
package enum Plans {
  package static let routes: [Route] = [
    .get("/plans", .readPlans, listPage),
    .get("/plans/new", .changePlans) { call in try newPage(call, problems: []) },
    .post("/plans", .changePlans, createAnswer),
    .get("/plans/:id", .readPlans, onePage),
    .get("/plans/:id/edit", .changePlans, editPage),
    .post("/plans/:id/edit", .changePlans, editAnswer),
    .post("/plans/:id/close", .conductDraw) { call in
      let id = try call.id("id", PlanID.init)
      try close(id, by: try call.actor(), call.house)
      return .redirect(to: Link.plan(id).done(.saved).address)
    },
  ]

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let year = call.request.query["year"].flatMap(Int.init)
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try list(actor, year: year, page: page, db)
      return PlanPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total),
        years: try years(actor, db), year: year, mayCreate: actor.may(.changePlans))
    }
    return .html(PlanPages.list(call.frame(.plans), model).document())
  }

  private static func newPage(_ call: Call, problems: [String]) throws -> Response {
    let templates = try PlanTemplate.all()
    let form = call.request.form
    let model = PlanPages.NewModel(
      templates: templates.map { ($0.code, $0.name) }, template: form["template"] ?? "",
      year: form["year"] ?? String(call.now.day.year), problems: problems)
    return .html(
      PlanPages.new(call.frame(.plans), model).document(), status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func createAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    guard let template = try PlanTemplate.named(call.request.form["template"] ?? "") else {
      return try newPage(call, problems: ["请从列表中选择模板。"])
    }
    let text = (call.request.form["year"] ?? "").trimmed
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let year = Int(text),
      PlanCheck.years.contains(year)
    else {
      return try newPage(
        call,
        problems: [
          "年度“\(text)”应为 \(PlanCheck.years.lowerBound) 至 \(PlanCheck.years.upperBound) 的四位数字。"
        ])
    }
    let content = try call.house.store.read { try template.content(year: year, $0) }
    let id = try create(content, by: actor, call.house)
    return .redirect(to: Link.planEdit(id).done(.saved).address)
  }

  @Sendable private static func onePage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", PlanID.init)
    let model = try call.house.store.read { db in
      try oneModel(id, actor, call, db)
    }
    return .html(PlanPages.one(call.frame(.plans), model).document())
  }

  private static func oneModel(
    _ id: PlanID, _ actor: Actor, _ call: Call, _ db: any Connection
  ) throws -> PlanPages.OneModel {
    let plan = try plan(id, for: actor, db)
    let isOwn = plan.authority == actor.authority?.id
    return PlanPages.OneModel(
      plan: plan,
      fieldNames: Dictionary(
        uniqueKeysWithValues: try Reference.fields(db).map { ($0.code, $0.name) }),
      departmentNames: Dictionary(
        uniqueKeysWithValues: try Reference.departments(db).map { ($0.code, $0.name) }),
      outlook: plan.stage == .draft
        ? try call.house.outlooks.outlook(
          plan.content, region: plan.region, today: call.now.day, db) : nil,
      rules: rulesFile(plan.content, region: plan.region),
      parts: try call.house.rooms.contributions(PlanPart.self).compactMap { try $0.page(id, db) },
      openVisits: try openVisits(of: id, db),
      visits: try keptVisits(of: id, db),
      items: try items(of: id, db).map { ($0.code, $0.content.name, Link.item($0.item)) },
      itemFaults: plan.stage == .draft ? try itemFaults(of: plan, db) : [],
      isOwn: isOwn,
      mayChange: isOwn && actor.may(.changePlans) && plan.stage.target(of: .edit) != nil,
      mayFreeze: isOwn && actor.may(.conductDraw),
      history: try Journal.history(of: "plan", id, db))
  }

  @Sendable private static func editPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", PlanID.init)
    let model = try call.house.store.read { db in
      let plan = try editable(id, actor, db)
      return try editModel(
        plan, PlanForm(plan.content), plan.content, isRefused: false, call, db)
    }
    return .html(PlanPages.edit(call.frame(.plans), model).document())
  }

  /// A draft of the actor's own authority.
  private static func editable(_ id: PlanID, _ actor: Actor, _ db: any Connection) throws -> Plan {
    let plan = try own(id, actor, db)
    guard plan.stage.target(of: .edit) != nil else {
      throw Problem.refused(plan.stage.verdict(on: .edit).reason ?? "")
    }
    return plan
  }

  /// - Parameter content: what the form describes; `nil` when it cannot be read.
  private static func editModel(
    _ plan: Plan, _ form: PlanForm, _ content: PlanContent?, faults: [FormFault] = [],
    isRefused: Bool, _ call: Call, _ db: any Connection
  ) throws -> PlanPages.EditModel {
    let outlook = try content.map {
      (
        try call.house.outlooks.outlook(
          $0, region: plan.region, today: call.now.day, db), $0
      )
    }
    return PlanPages.EditModel(
      plan: plan.id, form: form, faults: faults + (outlook?.0.faults ?? []),
      isRefused: isRefused, outlook: outlook, fields: try Reference.fields(db),
      departments: try Reference.departments(db), templates: try templates(db))
  }

  @Sendable private static func editAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", PlanID.init)
    let form = PlanForm(call.request.form)
    let (content, unreadable) = form.content()
    let action = call.request.form["action"] ?? "save"
    let today = call.now.day
    let (plan, faults) = try call.house.store.read { db -> (Plan, [FormFault]) in
      let plan = try editable(id, actor, db)
      guard let content else { return (plan, unreadable) }
      return (plan, try Plans.faults(of: content, plan, action: action, today: today, db))
    }
    if let content, faults.isEmpty, action != "preview" {
      try edit(id, content, by: actor, call.house)
      return .redirect(to: Link.plan(id).done(.saved).address)
    }
    let isRefused = action != "preview"
    let model = try call.house.store.read { db in
      try editModel(
        plan, form, content, faults: content == nil ? unreadable : [], isRefused: isRefused, call,
        db)
    }
    return .html(
      PlanPages.edit(call.frame(.plans), model).document(), status: isRefused ? 422 : 200)
  }

  /// What stands against saving: a mere draft may wait for the registry and for its sum.
  private static func faults(
    of content: PlanContent, _ plan: Plan, action: String, today: CalendarDay,
    _ db: any Connection
  ) throws -> [FormFault] {
    let known = try templates(db).contains { $0.id == content.template }
    let formFaults =
      known ? [] : [FormFault(input: "template", sentence: "请从列表中选择自查表。")]
    if action == "draft" {
      return formFaults
        + (try ruleFaults(of: content, region: plan.region, today: today, db)).filter {
          $0.input != "total" || content.total < 1
        }
    }
    return formFaults
      + (try outlook(content, region: plan.region, today: today, db).faults)
  }
}
