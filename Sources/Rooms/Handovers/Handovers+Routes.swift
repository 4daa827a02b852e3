internal import Bodies
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let handovers = Link("/handovers")
  package static func handover(_ id: HandoverID) -> Link { Link("/handovers", id) }
  package static func handoverNew(_ body: BodyID) -> Link { Link("/bodies", body, "handover") }
}

extension Handovers {
  package static let routes: [Route] = [
    .get("/handovers", .changeRegistry, listPage),
    .get("/handovers/:id", .changeRegistry) { call in try page([], call) },
    .post("/handovers/:id", .changeRegistry, answer),
    .get("/bodies/:id/handover", .changeRegistry) { call in try offerPage([], call) },
    .post("/bodies/:id/handover", .changeRegistry, offerAnswer),
  ]

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try actor.authority.map { try list(of: $0.id, page: page, db) } ?? ([], 0)
      return HandoverPages.ListModel(
        rows: found.0, paging: Paging(page: page, total: found.1),
        regions: CodeNames(try Reference.regions(db)), own: actor.authority?.id)
    }
    return .html(HandoverPages.list(call.frame(.handovers), model).document())
  }

  private static func page(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", HandoverID.init)
    let model = try call.house.store.read { db in
      let handover = try one(id, for: actor, db)
      return HandoverPages.Model(
        handover: handover, entries: try entries(of: id, db),
        regions: CodeNames(try Reference.regions(db)), actor: actor, problems: problems,
        seesBody: (try? Bodies.body(handover.body, in: actor.scope, db)) != nil,
        rule: try Reference.rules(db).rule("jurisdiction-dispute", on: call.now.day))
    }
    return .html(
      HandoverPages.one(call.frame(.handovers), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func answer(_ call: Call) throws -> Response {
    let id = try call.id("id", HandoverID.init)
    let actor = try call.actor()
    // Whose it is not learns nothing, whatever was sent.
    _ = try call.house.store.read { try one(id, for: actor, $0) }
    guard let step = HandoverStep(rawValue: call.request.form["step"] ?? "") else {
      return try page(["请选择一种决定。"], call)
    }
    do {
      let content = (call.request.form["content"] ?? "").trimmed
      try take(step, id, content: String(content.prefix(2000)), by: actor, call.house)
    } catch Problem.refused(let reasons) {
      return try page(reasons, call)
    }
    return .redirect(to: Link.handover(id).done(.saved).address)
  }

  private static func offerPage(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let form = call.request.form
    let model = try call.house.store.read { db in
      let body = try Bodies.body(id, in: actor.scope, db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(body, actor)
      let own = actor.authority?.id ?? AuthorityID(0)
      let names = ["site", "to", "region", "address", "reason"]
      return HandoverPages.OfferModel(
        body: body,
        sites: try Facts.list(.sites, of: id, .now, db).facts.filter { !$0.isMain }.map {
          (value: String($0.id), label: "场所“\($0.text("name", .sites))”")
        },
        receivers: try keepers("id <> \(own)", db).map {
          (value: $0.id.description, label: $0.name)
        },
        typed: Dictionary(uniqueKeysWithValues: names.map { ($0, form[$0] ?? "") }),
        problems: problems)
    }
    return .html(
      HandoverPages.offer(call.frame(.bodies), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func offerAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let form = call.request.form
    do {
      let offer = try call.house.store.read { db in
        _ = try Bodies.body(id, in: actor.scope, db)
        return try read(form, id, db)
      }
      let made = try Handovers.offer(offer, by: actor, call.house)
      return .redirect(to: Link.handover(made).done(.saved).address)
    } catch Problem.refused(let reasons) {
      return try offerPage(reasons, call)
    }
  }

  /// The new place lies outside one's own region, so the reader's scope is the whole country.
  private static func read(
    _ form: Fields, _ body: BodyID, _ db: any Connection
  ) throws -> HandoverOffer {
    let reader = CellReader(
      regions: CodeNames(try Reference.regions(db)), fields: CodeNames([]),
      departments: CodeNames([]), scope: RegionScope(region: "000000"))
    do throws(CellFault) {
      return HandoverOffer(
        body: body, site: form["site"].flatMap { Int($0) },
        to: AuthorityID(form["to"].flatMap { Int($0) } ?? 0),
        region: try reader.region(form["region"] ?? ""),
        address: try reader.text(form["address"] ?? "", "新的地址"),
        reason: String((form["reason"] ?? "").trimmed.prefix(1000)))
    } catch {
      throw Problem.refused(error.reason + error.suggestion)
    }
  }
}
