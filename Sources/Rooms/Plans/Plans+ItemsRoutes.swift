internal import HTML
internal import HTTP
internal import Items
internal import Kernel
internal import Storage
internal import Supervision

extension Link {
  static func planItems(_ id: PlanID) -> Link { Link("/plans", id, "items") }
}

extension Plans {
  static let itemRoutes: [Route] = [
    .get("/plans/:id/items", .changePlans) { call in
      try itemsPage(try call.id("id", PlanID.init), [], call)
    },
    .post("/plans/:id/items", .changePlans) { call in
      let id = try call.id("id", PlanID.init)
      let actor = try call.actor()
      let chosen = call.request.form.all("item").compactMap { Int($0) }.map { ItemVersionID($0) }
      do {
        try name(chosen, for: id, by: actor, call.house)
      } catch Problem.refused(let reasons) {
        return try itemsPage(id, reasons, call)
      }
      return .redirect(to: Link.plan(id).done(.saved).address)
    },
  ]

  private static func itemsPage(
    _ id: PlanID, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let plan = try own(id, actor, db)
      guard plan.stage.target(of: .edit) != nil else {
        throw Problem.refused(plan.stage.verdict(on: .edit).reason ?? "")
      }
      return PlanPages.ItemsModel(
        plan: plan,
        open: try Items.choices(
          region: plan.region, from: plan.content.visitsFrom, until: plan.content.visitsUntil, db),
        chosen: Set(try items(of: id, db).map(\.id)), words: try Items.Words(db), problems: problems
      )
    }
    return .html(
      PlanPages.items(call.frame(.plans), model).document(), status: problems.isEmpty ? 200 : 422)
  }
}
