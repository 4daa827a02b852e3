internal import Bodies
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static func capabilities(_ body: BodyID) -> Link { Link("/bodies", body, "capabilities") }
  static func capabilityNew(_ body: BodyID) -> Link { Link("/bodies", body, "capabilities/new") }
  static func capability(_ body: BodyID, _ number: Int) -> Link {
    Link("/bodies", body, "capabilities", number)
  }
  static func capabilityEnd(_ body: BodyID, _ number: Int) -> Link {
    Link("/bodies", body, "capabilities/end", number)
  }
  package static func publicCapabilityList(_ body: BodyID) -> Link {
    Link("/public/bodies", body, "capabilities")
  }
}

extension Capabilities {
  package static let routes: [Route] = [
    .get("/bodies/:id/capabilities", .readRegistry) { call in
      let actor = try call.actor()
      let id = try call.id("id", BodyID.init)
      let filter = CapabilityFilter(call.request.query, now: call.now)
      let model = try call.house.store.read { db in
        let header = try Bodies.header(of: id, filter.asOf, for: actor, on: call.now.day, db)
        let page = try list(filter, of: id, db)
        return CapabilityPages.ListModel(
          body: header.body.row, header: header, filter: filter, page: page,
          products: try products(filter, page, of: id, db), today: call.now.day,
          mayChange: header.mayChange)
      }
      return .html(CapabilityPages.office(call.frame(.bodies), model).document())
    },
    .get("/public/bodies/:id/capabilities", .anyone) { call in
      let id = try call.id("id", BodyID.init)
      var filter = CapabilityFilter(call.request.query, now: call.now)
      filter.asOf = .now
      let shown = filter
      let model = try call.house.store.read { db in
        let page = try list(shown, of: id, db)
        return CapabilityPages.ListModel(
          body: try Bodies.body(id, in: RegionScope(region: "000000"), db).row, header: nil,
          filter: shown, page: page, products: try products(shown, page, of: id, db),
          today: call.now.day, mayChange: false)
      }
      call.house.searchUses.note(.publicList, on: call.now.day)
      return .html(CapabilityPages.open(call.frame(.publicBodies), model).document())
    },
    .get("/bodies/:id/capabilities/new", .changeRegistry) { call in
      try editPage(try call.id("id", BodyID.init), nil, CapabilityForm(), [], call)
    },
    .post("/bodies/:id/capabilities/new", .changeRegistry) { call in
      try answer(try call.id("id", BodyID.init), nil, call)
    },
    .get("/bodies/:id/capabilities/:part", .changeRegistry) { call in
      try editPage(try call.id("id", BodyID.init), try call.id("part") { $0 }, nil, [], call)
    },
    .post("/bodies/:id/capabilities/:part", .changeRegistry) { call in
      try answer(try call.id("id", BodyID.init), try call.id("part") { $0 }, call)
    },
    .post("/bodies/:id/capabilities/end/:part", .changeRegistry) { call in
      let body = try call.id("id", BodyID.init)
      try end(
        try call.id("part") { $0 }, of: body, reason: call.request.form["reason"] ?? "",
        by: try call.actor(), call.house)
      return .redirect(to: Link.capabilities(body).done(.ended).address)
    },
  ]

  /// - Parameter form: as it was typed; nil to show what is stored.
  private static func editPage(
    _ id: BodyID, _ number: Int?, _ form: CapabilityForm?, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let body = try Bodies.body(id, in: actor.scope, db).row
      let row = try number.map { try one($0, of: id, db) }
      try Keeper.requireKeeper(actor)
      return CapabilityEditPages.Model(
        body: body, row: row, versions: try number.map { try versions($0, of: id, db) } ?? [],
        form: form ?? row.map { CapabilityForm($0) } ?? CapabilityForm(),
        places: try places(of: id, db), problems: problems)
    }
    let isFine = problems.isEmpty && model.form.problems.isEmpty
    return .html(
      CapabilityEditPages.page(call.frame(.bodies), model).document(), status: isFine ? 200 : 422)
  }

  private static func answer(_ id: BodyID, _ number: Int?, _ call: Call) throws -> Response {
    let actor = try call.actor()
    var form = CapabilityForm(call.request.form)
    let (known, reader): (CapabilityPlaces, CellReader) = try call.house.store.read { db in
      _ = try Bodies.body(id, in: actor.scope, db)
      return (try places(of: id, db), try CellReader.load(for: actor, db))
    }
    let read = form.draft(known, reader)
    form.problems = read.problems
    guard let draft = read.draft else { return try editPage(id, number, form, [], call) }
    let reason = form.reason.trimmed
    do {
      if let number {
        try change(
          number, of: id, to: draft, reason: reason, seen: form.seen, by: actor, call.house)
      } else {
        try add(draft, to: id, reason: reason, by: actor, call.house)
      }
    } catch Problem.refused(let reasons) {
      return try editPage(id, number, form, reasons, call)
    }
    return .redirect(to: Link.capabilities(id).done(.saved).address)
  }
}
