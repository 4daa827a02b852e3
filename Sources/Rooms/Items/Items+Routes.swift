internal import Accounts
internal import Governance
internal import HTML
internal import HTTP
package import Kernel
internal import Sheets
internal import Storage
internal import Supervision

extension Link {
  package static let items = Link("/items")
  static let itemsExport = Link("/items/export")
  static let itemNew = Link("/items/new")
  package static func item(_ id: ItemID) -> Link { Link("/items", id) }
  static func itemEdit(_ id: ItemID) -> Link { Link("/items", id, "edit") }
  static func itemPublish(_ id: ItemID) -> Link { Link("/items", id, "publish") }
  static func itemEnd(_ id: ItemID) -> Link { Link("/items", id, "end") }
  static func itemDrop(_ id: ItemID) -> Link { Link("/items", id, "drop") }
  package static let publicItems = Link("/public/items")
  static let publicItemsExport = Link("/public/items/export")
}

extension Items {
  static let officeRoutes: [Route] = [
    .get("/items", .readRegistry, listPage),
    .get("/items/export", .readRegistry) { call in
      let filter = Filter(call.request.query)
      let actor = try call.actor()
      return try call.house.store.read { db in
        var rows: [Version] = []
        var page = 1
        while true {
          let found = try list(filter, region: region(of: actor), page: page, db)
          rows += found.rows
          if rows.count >= found.total || found.rows.isEmpty { break }
          page += 1
        }
        return try csvAnswer(rows, call, db)
      }
    },
    .get("/items/new", .changeRegistry) { call in try editPage(nil, ItemForm(), [], call) },
    .post("/items", .changeRegistry) { call in try editAnswer(nil, call) },
    .get("/items/:id", .readRegistry) { call in
      try onePage(try call.id("id", ItemID.init), [], call)
    },
    .get("/items/:id/edit", .changeRegistry) { call in
      let id = try call.id("id", ItemID.init)
      let actor = try call.actor()
      let known = try call.house.store.read {
        try versions(of: id, region: region(of: actor), $0)
      }
      return try editPage(id, ItemForm(known[0]), [], call)
    },
    .post("/items/:id/edit", .changeRegistry) { call in
      try editAnswer(try call.id("id", ItemID.init), call)
    },
    .post("/items/:id/publish", .changeRegistry) { call in
      try step(call, .published) { id, reason, actor in
        guard !reason.isEmpty else { throw Problem.refused("请写明公布依据。") }
        try publish(id, reason: reason, by: actor, call.house)
      }
    },
    .post("/items/:id/end", .changeRegistry) { call in
      try step(call, .ended) { id, reason, actor in
        try end(id, reason: reason, by: actor, call.house)
      }
    },
    .post("/items/:id/drop", .changeRegistry) { call in
      let id = try call.id("id", ItemID.init)
      let actor = try call.actor()
      do {
        let isThere = try drop(id, by: actor, call.house)
        return .redirect(to: (isThere ? Link.item(id) : .items).done(.saved).address)
      } catch Problem.refused(let reasons) {
        return try onePage(id, reasons, call)
      }
    },
  ]

  static let publicRoutes: [Route] = [
    .get("/public/items", .anyone) { call in
      let filter = Filter(call.request.query)
      let page = Paging.page(call.request.query["page"])
      let model = try call.house.store.read { db in
        let found = try published(filter, on: call.now.day, page: page, db)
        return ItemPages.PublicModel(
          rows: found.rows, paging: Paging(page: page, total: found.total), filter: filter,
          words: try Words(db), today: call.now.day)
      }
      return .html(ItemPages.publicList(call.frame(.publicItems), model).document())
    },
    .get("/public/items/export", .anyone) { call in
      let filter = Filter(call.request.query)
      return try call.house.store.read { db in
        try csvAnswer(try published(filter, on: call.now.day, page: nil, db).rows, call, db)
      }
    },
  ]

  private static func region(of actor: Actor) -> String { actor.authority?.region ?? "x" }

  private static func csvAnswer(
    _ rows: [Version], _ call: Call, _ db: any Connection
  ) throws -> Response {
    let words = try Words(db)
    let captions = words.facts(Content()).map(\.label)
    return .bytes(
      csv(
        header: ["编号", "行政区划", "版本", "状态"] + captions,
        rows: rows.map { row in
          [row.code, words.regions[row.region], String(row.number), row.state.label]
            + words.facts(row.content).map(\.value)
        }),
      type: "text/csv; charset=utf-8", fileName: "检查事项清单-\(call.now.day.iso).csv")
  }

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let filter = Filter(call.request.query)
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try list(filter, region: region(of: actor), page: page, db)
      return ItemPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), filter: filter,
        words: try Words(db), today: call.now.day, mayChange: actor.may(.changeRegistry))
    }
    return .html(ItemPages.list(call.frame(.items), model).document())
  }

  private static func onePage(
    _ id: ItemID, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let known = try versions(of: id, region: region(of: actor), db)
      return ItemPages.OneModel(
        versions: known, words: try Words(db),
        parts: try call.house.rooms.contributions(ItemPart.self).map {
          try $0.card(id, actor, db)
        },
        clauses: try Governance.clauses(fulfilledBy: .item, id.description, db),
        history: try Journal.history(of: "item", id, db), today: call.now.day,
        mayChange: actor.scope.contains(known[0].region)
          && Keeper.mayKeep(actor, department: known[0].content.department), problems: problems)
    }
    return .html(
      ItemPages.one(call.frame(.items), model).document(), status: problems.isEmpty ? 200 : 422)
  }

  private static func step(
    _ call: Call, _ done: Flash, _ body: (ItemID, String, Actor) throws -> Void
  ) throws -> Response {
    let id = try call.id("id", ItemID.init)
    do {
      try body(id, (call.request.form["reason"] ?? "").trimmed, try call.actor())
    } catch Problem.refused(let reasons) {
      return try onePage(id, reasons, call)
    }
    return .redirect(to: Link.item(id).done(done).address)
  }

  private static func editPage(
    _ id: ItemID?, _ form: ItemForm, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      if let id { _ = try versions(of: id, region: region(of: actor), db) }
      let offices = try actor.authority.map { try Authorities.offices(of: $0.id, db) } ?? []
      return ItemPages.EditModel(
        item: id, form: form, words: try Words(db), offices: offices.map(\.name),
        today: call.now.day, problems: problems)
    }
    let isRefused = !problems.isEmpty || !form.problems.isEmpty
    return .html(
      ItemPages.edit(call.frame(.items), model).document(), status: isRefused ? 422 : 200)
  }

  private static func editAnswer(_ id: ItemID?, _ call: Call) throws -> Response {
    let actor = try call.actor()
    let (reader, words, code) = try call.house.store.read { db in
      (
        try CellReader.load(for: actor, db), try Words(db),
        try id.map { try versions(of: $0, region: region(of: actor), db)[0].code }
      )
    }
    var form = ItemForm(call.request.form)
    if let code { form.values["code"] = code }
    guard let content = form.content(isNew: id == nil, on: call.now.day, reader, words) else {
      return try editPage(id, form, [], call)
    }
    do {
      let saved = try draft(
        content, code: form["code"], of: id, reason: form["reason"].trimmed, by: actor, call.house)
      return .redirect(to: Link.item(saved).done(.saved).address)
    } catch Problem.refused(let reasons) {
      return try editPage(id, form, reasons, call)
    }
  }
}
