internal import HTML
package import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let selfChecks = Link("/self-checks")
  package static let portal = Link("/portal")
  package static func selfCheck(_ id: SelfCheckID) -> Link { Link("/self-checks", id) }
  static func selfCheckPrint(_ id: SelfCheckID) -> Link { Link("/self-checks", id, "print") }
  package static func ownSelfCheck(_ id: SelfCheckID) -> Link { Link("/portal/self-checks", id) }
  static func ownSelfCheckPrint(_ id: SelfCheckID) -> Link {
    Link("/portal/self-checks", id, "print")
  }
}

/// 自查.
package enum SelfChecks {
  package static let routes: [Route] = [
    .get("/self-checks", .readVisits, listPage),
    .get("/self-checks/:id", .readVisits) { call in
      let model = try seenModel(call)
      return .html(SelfCheckListPages.one(call.frame(.selfChecks), model).document())
    },
    .get("/self-checks/:id/print", .readVisits) { call in
      let model = try seenModel(call)
      guard model.check.isSubmitted else {
        throw Problem.refused("机构还没有提交这张自查表，提交之后才能打印。")
      }
      return .html(SelfCheckPages.sheet(call.frame(.selfChecks), model).document())
    },
  ]

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let query = call.request.query
    let page = Paging.page(query["page"])
    let model = try call.house.store.read { db in
      let plans = try plans(actor, db)
      let regions = try Reference.regions(db, in: actor.scope)
      let plan = plans.first { $0.0.description == query["plan"] }?.0 ?? plans.first?.0
      let filter = Filter(
        plan: plan, stage: SelfCheckStage(rawValue: query["stage"] ?? ""),
        region: regions.first { $0.code == query["region"] }?.code ?? "")
      let found = try plan.map { try list($0, filter, actor, page: page, db) }
      return SelfCheckListPages.Model(
        plans: plans, plan: plan, filter: filter,
        counts: try plan.map { try counts($0, actor, db) } ?? [:],
        rows: found?.rows ?? [], paging: Paging(page: page, total: found?.total ?? 0),
        regions: regions, today: call.now.day)
    }
    return .html(SelfCheckListPages.list(call.frame(.selfChecks), model).document())
  }

  private static func seenModel(_ call: Call) throws -> SelfCheckPages.Model {
    let actor = try call.actor()
    let id = try call.id("id", SelfCheckID.init)
    return try call.house.store.read { db in
      let check = try seen(id, actor, db)
      return SelfCheckPages.Model(
        check: check, items: try Reference.form(check.template, db),
        // What has not been handed in is the body's own.
        answers: check.isSubmitted ? try answers(id, db) : [:], today: call.now.day,
        history: try Journal.history(of: "self-check", id, db))
    }
  }

  // MARK: the body's own form

  package static func ownModel(_ call: Call) throws -> SelfCheckPages.Model {
    let actor = try call.actor()
    let id = try call.id("id", SelfCheckID.init)
    return try call.house.store.read { db in
      let check = try own(id, actor, db)
      return SelfCheckPages.Model(
        check: check, items: try Reference.form(check.template, db),
        answers: try answers(id, db), today: call.now.day)
    }
  }

  /// What the form says about one item, if it says anything.
  package static func given(_ item: Int, _ form: Fields) -> SelfCheckAnswer? {
    let answer = form["answer-\(item)"].flatMap(Answer.init(rawValue:))
    let description = form["description-\(item)"]
    guard answer != nil || description != nil else { return nil }
    return SelfCheckAnswer(
      item: item, answer: answer, description: (description ?? "").normalizedLines.trimmed)
  }
}
