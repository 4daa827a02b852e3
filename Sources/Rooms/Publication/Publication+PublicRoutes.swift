internal import Bodies
internal import Governance
internal import HTML
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

extension Publication {
  static let publicRoutes: [Route] = [
    .get("/", .anyone) { call in
      let memo = call.house.publicMemo
      let model = try call.house.store.read { db in
        try memo.home(db) {
          let newest = try results(ResultFilter(), page: 1, db).rows.prefix(4)
          return PublicPages.HomeModel(
            figures: try figures(db), plans: Array(try plans(page: 1, db).rows.prefix(4)),
            draws: Array(try draws(page: 1, db).rows.prefix(4)),
            results: try entries(Array(newest), memo))
        }
      }
      return .html(PublicPages.home(call.frame(.publicHome), model).document())
    },
    .get("/public/bodies/:id", .anyone) { call in
      let id = try call.id("id", BodyID.init)
      let model = try call.house.store.read { try bodyModel(id, call.house.publicMemo, $0) }
      return .html(PublicPages.body(call.frame(.publicBodies), model).document())
    },
    .get("/public/plans", .anyone) { call in
      let page = Paging.page(call.request.query["page"])
      let found = try call.house.store.read { try plans(page: page, $0) }
      let model = PublicPlanPages.ListModel(
        rows: try found.rows.map { ($0, try PlanRecord(canonical: $0.record)) },
        paging: Paging(page: page, total: found.total))
      return .html(PublicPlanPages.list(call.frame(.publicPlans), model).document())
    },
    .get("/public/plans/:id", .anyone) { call in
      let id = try call.id("id", PlanID.init)
      let model = try call.house.store.read { try planModel(id, today: call.now.day, $0) }
      return .html(PublicPlanPages.one(call.frame(.publicPlans), model).document())
    },
    .get("/public/plans/:id/json", .anyone) { call in
      try record(.plan, try call.id("id", PlanID.init).number, call)
    },
    .get("/public/results", .anyone, resultList),
    .get("/public/results/:id", .anyone) { call in
      let id = try call.id("id", VisitID.init)
      let known = try call.house.store.read { try versions(.result, id.number, $0) }
      let row = try chosen(known, call)
      let model = PublicResultPages.Model(
        entry: (row, try call.house.publicMemo.record(row)), versions: known)
      return .html(PublicResultPages.one(call.frame(.publicResults), model).document())
    },
    .get("/public/results/:id/json", .anyone) { call in
      try record(.result, try call.id("id", VisitID.init).number, call)
    },
    .get("/rules", .anyone) { call in
      let model = try call.house.store.read { db in
        PublicInfoPages.RulesModel(
          rules: try Reference.rules(db).rules, jurisdictions: try regionNames(db),
          calendarYears: try Reference.calendar(db).years.sorted(), today: call.now.day,
          clauses: call.visitor?.may(.readRegistry) == true
            ? try Governance.clausesOfRules(db) : [:])
      }
      return .html(PublicInfoPages.rules(call.frame(.publicRules), model).document())
    },
  ]

  @Sendable private static func resultList(_ call: Call) throws -> Response {
    let query = call.request.query
    let page = Paging.page(query["page"])
    let model = try call.house.store.read { db in
      let regions = try Reference.regions(db, in: RegionScope(region: "000000"))
      let filter = ResultFilter(
        plan: Int(query["plan"] ?? "").map(PlanID.init),
        region: regions.first { $0.code == query["region"] }?.code ?? "",
        result: NationalResult(rawValue: query["result"] ?? ""))
      let found = try results(filter, page: page, db)
      return PublicResultPages.ListModel(
        filter: filter, entries: try entries(found.rows, call.house.publicMemo),
        paging: Paging(page: page, total: found.total), plans: try planChoices(db),
        regions: regions)
    }
    return .html(PublicResultPages.list(call.frame(.publicResults), model).document())
  }

  /// The version the address asks for, or the standing one.
  ///
  /// - Parameter versions: newest first.
  /// - Throws: `Problem.notFound`.
  static func chosen(_ versions: [PublishedRow], _ call: Call) throws -> PublishedRow {
    let asked = call.request.query["version"]
    let row = asked.map { text in versions.first { String($0.version) == text } } ?? versions.first
    guard let row else { throw Problem.notFound }
    return row
  }

  /// The canonical bytes of a record, exactly as their digest was taken.
  static func record(_ kind: Kind, _ subject: Int, _ call: Call) throws -> Response {
    let known = try call.house.store.read { try versions(kind, subject, $0) }
    let row = try chosen(known, call)
    var response = Response.bytes(
      Array(row.record.utf8), type: "application/json; charset=utf-8")
    response.isCompressible = true
    response.setHeader("Digest-SHA256", row.digest)
    return response
  }
}
