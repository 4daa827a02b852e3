internal import Bodies
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let inspectors = Link("/inspectors")
  static let inspectorsExport = Link("/inspectors/export")
  package static func inspector(_ id: InspectorID) -> Link { Link("/inspectors", id) }
  static func inspectorStatus(_ id: InspectorID) -> Link { Link("/inspectors", id, "status") }
  package static let experts = Link("/experts")
  static let expertsExport = Link("/experts/export")
  package static func expert(_ id: ExpertID) -> Link { Link("/experts", id) }
  static func expertStatus(_ id: ExpertID) -> Link { Link("/experts", id, "status") }
  static let inspectorNew = Link("/inspectors/new")
  static let expertNew = Link("/experts/new")
  static func expertPledge(_ id: ExpertID) -> Link { Link("/experts", id, "pledge") }
}

extension People {
  package static let inspectorRoutes: [Route] = [
    .get("/inspectors", .readRegistry, inspectorList),
    .get("/inspectors/export", .readRegistry) { try Imports.exportAnswer(.inspectors, $0) },
    .get("/inspectors/new", .changeRegistry) { call in
      try personForm(nil, PersonForm(isExpert: false), [], call)
    },
    .post("/inspectors", .changeRegistry) { call in
      try answerPersonForm(nil, isExpert: false, call)
    },
    .get("/inspectors/:id", .readRegistry) { call in
      try personPage(.inspector(try call.id("id", InspectorID.init)), [], call)
    },
    .get("/inspectors/:id/edit", .changeRegistry) { call in
      try personForm(.inspector(try call.id("id", InspectorID.init)), nil, [], call)
    },
    .post("/inspectors/:id/edit", .changeRegistry) { call in
      try answerPersonForm(
        .inspector(try call.id("id", InspectorID.init)), isExpert: false, call)
    },
    .post("/inspectors/:id/facts", .changeRegistry) { call in
      try answerFact(.inspector(try call.id("id", InspectorID.init)), call)
    },
    .post("/inspectors/:id/facts/end", .changeRegistry) { call in
      try answerFactEnd(.inspector(try call.id("id", InspectorID.init)), call)
    },
    .post("/inspectors/:id/status", .changeRegistry) { call in
      let id = try call.id("id", InspectorID.init)
      return try answerStatus(call, Link.inspector(id)) { status, reason, actor in
        try changeStatus(ofInspector: id, to: status, reason: reason, by: actor, call.house)
      } again: {
        try personPage(.inspector(id), $0, call)
      }
    },
  ]

  package static let expertRoutes: [Route] = [
    .get("/experts", .readRegistry, expertList),
    .get("/experts/export", .readRegistry) { try Imports.exportAnswer(.experts, $0) },
    .get("/experts/new", .changeRegistry) { call in
      try personForm(nil, PersonForm(isExpert: true), [], call)
    },
    .post("/experts", .changeRegistry) { call in
      try answerPersonForm(nil, isExpert: true, call)
    },
    .get("/experts/:id", .readRegistry) { call in
      try personPage(.expert(try call.id("id", ExpertID.init)), [], call)
    },
    .get("/experts/:id/pledge", .readRegistry, pledgePage),
    .get("/experts/:id/edit", .changeRegistry) { call in
      try personForm(.expert(try call.id("id", ExpertID.init)), nil, [], call)
    },
    .post("/experts/:id/edit", .changeRegistry) { call in
      try answerPersonForm(.expert(try call.id("id", ExpertID.init)), isExpert: true, call)
    },
    .post("/experts/:id/facts", .changeRegistry) { call in
      try answerFact(.expert(try call.id("id", ExpertID.init)), call)
    },
    .post("/experts/:id/facts/end", .changeRegistry) { call in
      try answerFactEnd(.expert(try call.id("id", ExpertID.init)), call)
    },
    .post("/experts/:id/status", .changeRegistry) { call in
      let id = try call.id("id", ExpertID.init)
      return try answerStatus(call, Link.expert(id)) { status, reason, actor in
        try changeStatus(ofExpert: id, to: status, reason: reason, by: actor, call.house)
      } again: {
        try personPage(.expert(id), $0, call)
      }
    },
  ]

  /// Reads the status form; what is wrong is told on the page it came from.
  private static func answerStatus(
    _ call: Call, _ link: Link, change: (PersonStatus, String, Actor) throws -> Void,
    again: ([String]) throws -> Response
  ) throws -> Response {
    let actor = try call.actor()
    let reader = try call.house.store.read { try CellReader.load(for: actor, $0) }
    do {
      let status = try reader.personStatus(call.request.form["status"] ?? "")
      let reason = try reader.text(call.request.form["reason"] ?? "", "理由")
      try change(status, reason, actor)
    } catch let fault as CellFault {
      return try again([fault.reason + fault.suggestion])
    } catch Problem.refused(let reasons) {
      return try again(reasons)
    }
    return .redirect(to: link.done(.saved).address)
  }

  // MARK: inspectors

  @Sendable private static func inspectorList(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let filter = PersonFilter(call.request.query)
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try inspectors(
        filter, in: actor.scope, year: call.now.day.year, page: page, db)
      return PeoplePages.InspectorsModel(
        page: found, paging: Paging(page: page, total: found.total), filter: filter,
        regions: CodeNames(try Reference.regions(db, in: actor.scope)),
        fields: CodeNames(try Reference.fields(db)),
        departments: CodeNames(
          try Reference.departments(db).filter { $0.code != Keeper.expertDepartment }),
        today: call.now.day,
        mayChange: actor.may(.changeRegistry))
    }
    return .html(PeoplePages.inspectors(call.frame(.inspectors), model).document())
  }

  // MARK: experts

  @Sendable private static func expertList(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let filter = PersonFilter(call.request.query)
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try experts(filter, in: actor.scope, page: page, db)
      return PeoplePages.ExpertsModel(
        page: found, paging: Paging(page: page, total: found.total), filter: filter,
        regions: CodeNames(try Reference.regions(db, in: actor.scope)),
        fields: CodeNames(try Reference.fields(db)), today: call.now.day,
        mayChange: Keeper.mayKeep(actor))
    }
    return .html(PeoplePages.experts(call.frame(.experts), model).document())
  }
}
