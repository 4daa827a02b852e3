internal import HTML
internal import HTTP
internal import Storage

extension Link {
  static let authorities = Link("/authorities")
}

extension Authorities {
  static let routes: [Route] = [
    .get("/authorities", .readAccounts) { call in
      try page(call, Draft(), problems: [])
    },
    .post("/authorities", .manageAccounts) { call in
      let form = call.request.form
      let draft = Draft(
        name: (form["name"] ?? "").trimmed, department: form["department"] ?? "",
        level: form["level"] ?? "", region: form["region"] ?? "")
      do {
        try create(draft, call)
      } catch Problem.refused(let reasons) {
        return try page(call, draft, problems: reasons)
      }
      return .redirect(to: Link.authorities.done(.saved).address)
    },
  ]

  private static func page(_ call: Call, _ draft: Draft, problems: [String]) throws -> Response {
    let actor = try call.actor()
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try list(actor.scope, page: page, db)
      return AuthorityPages.Model(
        rows: found.rows, paging: Paging(page: page, total: found.total),
        mayCreate: actor.may(.manageAccounts), draft: draft,
        departments: try Reference.departments(db).filter { $0.code != "expert" },
        regions: try Reference.regions(db, in: actor.scope), problems: problems)
    }
    return .html(
      AuthorityPages.list(call.frame(.authorities), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}
