internal import HTML
internal import HTTP
internal import Storage
internal import Supervision

extension Link {
  static let inspectors = Link("/inspectors")
  static let inspectorsExport = Link("/inspectors/export")
  static func inspector(_ id: InspectorID) -> Link { Link("/inspectors", id) }
  static func inspectorStatus(_ id: InspectorID) -> Link { Link("/inspectors", id, "status") }
  static let experts = Link("/experts")
  static let expertsExport = Link("/experts/export")
  static func expert(_ id: ExpertID) -> Link { Link("/experts", id) }
  static func expertStatus(_ id: ExpertID) -> Link { Link("/experts", id, "status") }
}

extension Registry {
  static let inspectorRoutes: [Route] = [
    .get("/inspectors", .readRegistry, inspectorList),
    .get("/inspectors/export", .readRegistry) { try exportAnswer(.inspectors, $0) },
    .get("/inspectors/:id", .readRegistry) { call in
      try inspectorPage(try call.id("id", InspectorID.init), [], call)
    },
    .post("/inspectors/:id/status", .changeRegistry) { call in
      let id = try call.id("id", InspectorID.init)
      return try answerStatus(call, Link.inspector(id)) { status, reason, actor in
        try changeStatus(ofInspector: id, to: status, reason: reason, by: actor, call.house)
      } again: {
        try inspectorPage(id, $0, call)
      }
    },
  ]

  static let expertRoutes: [Route] = [
    .get("/experts", .readRegistry, expertList),
    .get("/experts/export", .readRegistry) { try exportAnswer(.experts, $0) },
    .get("/experts/:id", .readRegistry) { call in
      try expertPage(try call.id("id", ExpertID.init), [], call)
    },
    .post("/experts/:id/status", .changeRegistry) { call in
      let id = try call.id("id", ExpertID.init)
      return try answerStatus(call, Link.expert(id)) { status, reason, actor in
        try changeStatus(ofExpert: id, to: status, reason: reason, by: actor, call.house)
      } again: {
        try expertPage(id, $0, call)
      }
    },
  ]

  /// Reads the status form; what is wrong is told on the page it came from.
  private static func answerStatus(
    _ call: Call, _ link: Link, change: (PersonStatus, String, Actor) throws -> Void,
    again: ([String]) throws -> Response
  ) throws -> Response {
    let actor = try call.actor()
    let reader = try call.house.store.read { try cellReader(for: actor, $0) }
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
          try Reference.departments(db).filter { $0.code != expertDepartment }),
        today: call.now.day,
        mayChange: actor.may(.changeRegistry))
    }
    return .html(PeoplePages.inspectors(call.frame(.inspectors), model).document())
  }

  private static func inspectorPage(
    _ id: InspectorID, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let person = try inspector(id, in: actor.scope, db)
      let fields = CodeNames(try Reference.fields(db))
      let skills = try skills(of: [id], db)[id] ?? []
      return PeoplePages.OneModel(
        heading: person.name, trail: ("执法检查人员", .inspectors), place: .inspectors,
        facts: [
          ("编号", person.code), ("单位", person.authorityName),
          ("部门", CodeNames(try Reference.departments(db))[person.department]),
          ("行政区划", CodeNames(try Reference.regions(db))[person.region]),
          ("执法证号", person.certificateNumber),
          ("执法证有效期至", person.certificateUntil.chinese),
          ("检查领域", fields.joined(skills)),
        ],
        status: person.status, certificate: ("执法证有效期至", person.certificateUntil),
        conflicts: try conflicts(ofPerson: person.code, db),
        visits: try visits(ofInspector: id, actor, db),
        source: try source(person.importedBy, actor, db),
        history: try history([("inspector", [id.description])], db),
        actor: actor, mayChange: mayKeep(actor, department: person.department),
        today: call.now.day, statusLink: .inspectorStatus(id),
        reason: call.request.form["reason"] ?? "", problems: problems)
    }
    return .html(
      PeoplePages.one(call.frame(.inspectors), model).document(),
      status: problems.isEmpty ? 200 : 422)
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
        mayChange: mayKeep(actor))
    }
    return .html(PeoplePages.experts(call.frame(.experts), model).document())
  }

  private static func expertPage(
    _ id: ExpertID, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let person = try expert(id, in: actor.scope, db)
      let fields = CodeNames(try Reference.fields(db))
      let known = try Registry.fields(of: [id], db)[id] ?? []
      return PeoplePages.OneModel(
        heading: person.name, trail: ("专家", .experts), place: .experts,
        facts: [
          ("编号", person.code), ("工作单位", person.employer), ("职称", person.title),
          ("行政区划", CodeNames(try Reference.regions(db))[person.region]),
          ("聘期至", person.validUntil.chinese), ("专业领域", fields.joined(known)),
        ],
        status: person.status, certificate: ("聘期至", person.validUntil),
        conflicts: try conflicts(ofPerson: person.code, db),
        visits: try visits(ofExpert: id, actor, db),
        source: try source(person.importedBy, actor, db),
        history: try history([("expert", [id.description])], db), actor: actor,
        mayChange: mayKeep(actor),
        today: call.now.day, statusLink: .expertStatus(id),
        reason: call.request.form["reason"] ?? "", problems: problems)
    }
    return .html(
      PeoplePages.one(call.frame(.experts), model).document(), status: problems.isEmpty ? 200 : 422)
  }
}
