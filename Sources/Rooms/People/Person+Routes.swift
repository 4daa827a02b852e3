internal import Accounts
internal import Bodies
internal import HTML
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

// One inspector or expert: the page, its forms, the sheet to sign.
extension People {
  static func personPage(
    _ key: PersonKey, _ problems: [String], form: PersonFactForm? = nil, _ call: Call
  ) throws -> Response {
    let model = try call.house.store.read { db in
      try personModel(key, problems, form, call, db)
    }
    let isRefused = !problems.isEmpty || form != nil
    return .html(
      PeoplePages.one(call.frame(key.isExpert ? .experts : .inspectors), model).document(),
      status: isRefused ? 422 : 200)
  }

  private static func personModel(
    _ key: PersonKey, _ problems: [String], _ form: PersonFactForm?, _ call: Call,
    _ db: any Connection
  ) throws -> PeoplePages.OneModel {
    let actor = try call.actor()
    let today = call.now.day
    let asked = call.request.query["as-of"].flatMap { CalendarDay(iso: $0) }
    let asOf: CalendarDay? = asked.flatMap { $0 < today ? $0 : nil }
    let known = try basics(key, actor, db)
    let then: PersonVersion? = try asOf.flatMap { try version(of: known.code, at: $0.end, db) }
    if asOf != nil, then == nil { throw Problem.notFound }
    let regions = CodeNames(try Reference.regions(db))
    let edited = call.request.query["edit"].flatMap { Int($0) }
    let row = try edited.flatMap { try fact($0, of: known.code, db) }
    let seesPrivate = Keeper.seesPrivate(actor, of: known.department)
    func shown(_ rows: [PersonFact]) -> [PersonFact] {
      seesPrivate ? rows : rows.filter { !$0.kind.isPrivate }
    }
    return PeoplePages.OneModel(
      key: key, heading: then?.name ?? known.name,
      facts: then.map { versionFacts($0, known.code, regions) } ?? known.facts,
      status: then?.status ?? known.status, certificate: known.certificate,
      rows: shown(try facts(of: known.code, at: asOf?.end, db)),
      ended: asOf == nil ? shown(try endedFacts(of: known.code, db)) : [],
      versions: try versions(of: known.code, db), words: try factWords(on: today, db),
      regions: regions, seesPrivate: seesPrivate,
      conflicts: seesPrivate ? try conflicts(ofPerson: known.code, on: asOf ?? today, db) : [],
      parts: try call.house.rooms.contributions(PersonPart.self).map {
        try $0.card(key, actor, call.now.day, db)
      },
      source: try Imports.source(known.importedBy, actor, db),
      history: try Journal.history(of: [(key.subject.kind, [key.subject.id])], db).filter { entry in
        seesPrivate
          || !PersonFactKind.allCases.contains { kind in
            kind.isPrivate && entry.facts.contains("fact=\(kind.label)")
          }
      }, actor: actor,
      mayChange: Keeper.mayKeep(actor, department: known.department), today: today, asOf: asOf,
      form: form ?? row.map { PersonFactForm($0) },
      reason: form == nil ? call.request.form["reason"] ?? "" : "", problems: problems)
  }

  /// What an inspector and an expert have in common on their page.
  private struct Basics {
    let code: String
    let name: String
    let department: String?
    let status: PersonStatus
    let importedBy: ImportID?
    let certificate: (name: String, until: CalendarDay)
    let facts: [(label: String, value: String)]
  }

  private static func basics(
    _ key: PersonKey, _ actor: Actor, _ db: any Connection
  ) throws -> Basics {
    let regions = CodeNames(try Reference.regions(db))
    let fields = CodeNames(try Reference.fields(db))
    switch key {
    case .inspector(let id):
      let person = try inspector(id, in: actor.scope, db)
      return Basics(
        code: person.code, name: person.name, department: person.department,
        status: person.status, importedBy: person.importedBy,
        certificate: ("执法证有效期至", person.certificateUntil),
        facts: [
          ("编号", person.code), ("单位", person.authorityName),
          ("部门", CodeNames(try Reference.departments(db))[person.department]),
          ("行政区划", regions[person.region]), ("执法证号", person.certificateNumber),
          ("执法证有效期至", person.certificateUntil.chinese),
          ("检查领域", fields.joined(try skills(of: [id], db)[id] ?? [])),
        ])
    case .expert(let id):
      let person = try expert(id, in: actor.scope, db)
      return Basics(
        code: person.code, name: person.name, department: nil, status: person.status,
        importedBy: person.importedBy, certificate: ("聘期至", person.validUntil),
        facts: [
          ("编号", person.code), ("工作单位", person.employer), ("职称", person.title),
          ("行政区划", regions[person.region]), ("聘期至", person.validUntil.chinese),
          ("专业领域", fields.joined(try People.fields(of: [id], db)[id] ?? [])),
        ])
    }
  }

  private static func versionFacts(
    _ version: PersonVersion, _ code: String, _ regions: CodeNames
  ) -> [(label: String, value: String)] {
    [
      ("编号", code), ("单位", version.authority), ("工作单位", version.employer),
      ("职称", version.title), ("行政区划", regions[version.region]),
      (
        "这一版",
        "\(version.known.since.chinese) 起，\(version.known.source.label)，\(version.known.account)"
      ),
    ]
  }

  // MARK: rows

  static func answerFact(_ key: PersonKey, _ call: Call) throws -> Response {
    let actor = try call.actor()
    let (reader, words) = try call.house.store.read { db in
      _ = try keptPerson(key, actor, db)
      return (try CellReader.load(for: actor, db), try factWords(on: call.now.day, db))
    }
    var form = try PersonFactForm(call.request.form, of: key)
    guard let draft = form.draft(reader, words) else {
      return try personPage(key, [], form: form, call)
    }
    do {
      try note(
        form.kind, draft, replacing: form.replaces, of: key, reason: form.reason, by: actor,
        call.house)
    } catch Problem.refused(let reasons) {
      return try personPage(key, reasons, form: form, call)
    }
    return .redirect(to: key.link.done(.saved).address)
  }

  static func answerFactEnd(_ key: PersonKey, _ call: Call) throws -> Response {
    let actor = try call.actor()
    let form = call.request.form
    do {
      let reader = try call.house.store.read { db in
        _ = try keptPerson(key, actor, db)
        return try CellReader.load(for: actor, db)
      }
      let reason = try reader.text(form["reason"] ?? "", "终止理由")
      guard let fact = form["fact"].flatMap({ Int($0) }) else { throw Problem.notFound }
      try endFact(fact, of: key, reason: reason, by: actor, call.house)
    } catch let fault as CellFault {
      return try personPage(key, [fault.reason + fault.suggestion], call)
    } catch Problem.refused(let reasons) {
      return try personPage(key, reasons, call)
    }
    return .redirect(to: key.link.done(.ended).address)
  }

  // MARK: registration

  /// - Parameter form: as typed; nil for the person as registered.
  static func personForm(
    _ key: PersonKey?, _ form: PersonForm?, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      if let key { _ = try keptPerson(key, actor, db) }
      if key == nil, form?.isExpert == true { try Keeper.requireKeeper(actor) }
      let places = try registerPlaces(for: actor, on: call.now.day, db)
      return PeoplePages.EditModel(
        key: key, form: try form ?? known(key, actor, db),
        regions: CodeNames(try Reference.regions(db, in: actor.scope)),
        fields: CodeNames(try Reference.fields(on: call.now.day, db)),
        authorities: places.map { ($0.id.description, $0.name) }, problems: problems)
    }
    let isRefused = !problems.isEmpty || !model.form.problems.isEmpty
    return .html(
      PeoplePages.edit(call.frame(model.form.isExpert ? .experts : .inspectors), model)
        .document(), status: isRefused ? 422 : 200)
  }

  private static func known(
    _ key: PersonKey?, _ actor: Actor, _ db: any Connection
  ) throws -> PersonForm {
    switch key {
    case .inspector(let id)?: PersonForm(try inspector(id, in: actor.scope, db))
    case .expert(let id)?: PersonForm(try expert(id, in: actor.scope, db))
    case nil: PersonForm(isExpert: false)
    }
  }

  /// The authorities a person may register inspectors in: of the scope and, outside the keeper's
  /// line, of the own department; still existing, and no mere support unit.
  private static func registerPlaces(
    for actor: Actor, on day: CalendarDay, _ db: any Connection
  ) throws -> [AuthoritySummary] {
    try Authorities.existing(actor.scope, on: day, db).filter {
      !$0.isSupport && Keeper.mayKeep(actor, department: $0.summary.department)
    }.map(\.summary)
  }

  static func answerPersonForm(
    _ key: PersonKey?, isExpert: Bool, _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let (reader, places, code) = try call.house.store.read { db in
      (
        try CellReader.load(for: actor, db), try registerPlaces(for: actor, on: call.now.day, db),
        try key.map { try keptPerson($0, actor, db).code }
      )
    }
    var form = PersonForm(call.request.form, isExpert: isExpert, isNew: key == nil, code: code)
    form.read(reader, Dictionary(places.map { ($0.id.description, $0) }) { first, _ in first })
    guard form.draft != nil else { return try personForm(key, form, [], call) }
    do {
      let saved = try save(form, over: key, by: actor, call.house)
      return .redirect(to: saved.link.done(.saved).address)
    } catch Problem.refused(let reasons) {
      return try personForm(key, form, reasons, call)
    }
  }

  // MARK: pledge

  /// The text of the pledge that is in force, to print and sign.
  @Sendable static func pledgePage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ExpertID.init)
    let (person, text, signed) = try call.house.store.read { db in
      let person = try expert(id, in: actor.scope, db)
      let text = try Reference.registryCodes(db).entries.last {
        $0.kind == .pledge && $0.isInForce(on: call.now.day)
      }
      let signed = try facts(of: person.code, db).filter { $0.kind == .pledge }.map(\.draft)
      return (person, text, signed)
    }
    guard let text else {
      throw Problem.refused("没有现行的保密承诺书文本。请系统管理员在“代码表”的“专家保密承诺书”中登记。")
    }
    return .html(
      PeoplePages.pledge(
        call.frame(.experts), name: person.name, code: person.code, title: text.name,
        text: text.note, signed: signed
      ).document())
  }
}
