package import Kernel
internal import Storage
internal import Supervision

extension People {
  /// Notes something about a person, or corrects a row: the old one ends and keeps what it said.
  ///
  /// - Throws: `Problem.notFound`; `.refused` when the row is there already or for somebody else's
  ///   person; `.conflict` when the row to correct has ended meanwhile.
  static func note(
    _ kind: PersonFactKind, _ draft: PersonFactDraft, replacing old: Int?, of key: PersonKey,
    reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let person = try keptPerson(key, actor, transaction.db)
      let words = try factWords(on: transaction.now.day, transaction.db)
      let change = try Changes.change(.form, reason: reason, transaction)
      var facts: [(String, String)] = [("fact", kind.label)]
      if let old {
        guard let known = try fact(old, of: person.code, transaction.db), known.kind == kind else {
          throw Problem.conflict("这一条已被别人改动或终止。请返回页面核对后再修改。")
        }
        guard known.draft != draft else { throw Problem.refused("没有改动任何内容。") }
        try end(old, by: change, transaction)
        facts.append(("before", words.sentence(kind, known.draft)))
      }
      try refuseSame(kind, draft, of: person.code, transaction.db)
      try store(kind, draft, of: person.code, by: change, transaction)
      try followFacts(of: key, person.code, transaction)
      transaction.journal(
        "registry.edit", key.subject, reason: reason,
        facts + [("after", words.sentence(kind, draft))])
    }
  }

  /// Says that a row no longer holds.
  static func endFact(
    _ id: Int, of key: PersonKey, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let person = try keptPerson(key, actor, transaction.db)
      guard let known = try fact(id, of: person.code, transaction.db) else {
        throw Problem.conflict("这一条已被别人改动或终止。请返回页面核对。")
      }
      let change = try Changes.change(.form, reason: reason, transaction)
      try end(id, by: change, transaction)
      try followFacts(of: key, person.code, transaction)
      transaction.journal(
        "registry.edit", key.subject, reason: reason,
        [
          ("fact", known.kind.label),
          (
            "ended",
            try factWords(on: transaction.now.day, transaction.db).sentence(known.kind, known.draft)
          ),
        ])
    }
  }

  /// - Throws: `Problem.notFound`, `.refused` when somebody else keeps the person.
  static func keptPerson(
    _ key: PersonKey, _ actor: Actor, _ db: any Connection
  ) throws -> LibraryPerson {
    let person = try libraryPerson(key, in: actor.scope, db)
    try Keeper.requireKeeper(actor, department: person.department)
    return person
  }

  private static func refuseSame(
    _ kind: PersonFactKind, _ draft: PersonFactDraft, of person: String, _ db: any Connection
  ) throws {
    let known = try facts(of: person, db).filter { $0.kind == kind }
    if known.contains(where: { $0.draft == draft }) { throw Problem.refused("已有完全相同的一条。") }
    guard kind == .skill || kind == .item else { return }
    if known.contains(where: { $0.draft.what == draft.what }) {
      throw Problem.refused("这一项已经登记。要改变有效期，请在那一条上修改。")
    }
  }

  // MARK: parts of commands

  package static func store(
    _ kind: PersonFactKind, _ draft: PersonFactDraft, of person: String, by change: ChangeID,
    _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO person_facts (person, kind, what, number, organisation, uscc, valid_from,
        valid_until, recuse_until, hours, note, since, change)
      VALUES (\(person), \(kind), \(draft.what), \(draft.number), \(draft.organisation),
        \(draft.uscc), \(draft.validFrom), \(draft.validUntil), \(draft.recuseUntil),
        \(draft.hours), \(draft.note), \(transaction.now.milliseconds), \(change))
      """)
  }

  static func end(
    _ fact: Int, by change: ChangeID, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE person_facts SET until = \(transaction.now.milliseconds), ended_by = \(change)
      WHERE id = \(fact) AND until IS NULL
      """)
  }

  /// Keeps what the lists filter by in step with the rows: fields, the certificate, the term.
  static func followFacts(
    of key: PersonKey, _ person: String, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let known = try facts(of: person, db)
    let fields = Set(known.filter { $0.kind == .skill }.map(\.draft.what)).sorted()
    switch key {
    case .inspector(let id):
      try setFields(fields, ofInspector: id, db)
      guard let main = mainCertificate(known), let until = main.validUntil else {
        // Without any certificate the last one stays written and is judged by the rows.
        try db.execute(
          "UPDATE inspectors SET updated_at = \(transaction.now.milliseconds) WHERE id = \(id)")
        return
      }
      try db.execute(
        """
        UPDATE inspectors SET certificate_number = \(main.number), certificate_until = \(until),
          updated_at = \(transaction.now.milliseconds)
        WHERE id = \(id)
        """)
    case .expert(let id):
      try setFields(fields, ofExpert: id, db)
      let until = known.filter { $0.kind == .term }.compactMap(\.draft.validUntil).max()
      try db.execute(
        """
        UPDATE experts SET valid_until = coalesce(\(until), valid_until),
          updated_at = \(transaction.now.milliseconds)
        WHERE id = \(id)
        """)
    }
  }

  /// The department's certificate that lasts longest; without one, any that does.
  static func mainCertificate(_ facts: [PersonFact]) -> PersonFactDraft? {
    let all = facts.filter { $0.kind == .certificate }.map(\.draft)
    let own = all.filter { $0.what == departmentCertificate }
    return (own.isEmpty ? all : own).max {
      ($0.validUntil?.iso ?? "") < ($1.validUntil?.iso ?? "")
    }
  }

  static let departmentCertificate = "department"

  static func setFields(
    _ fields: [String], ofInspector id: InspectorID, _ db: any Connection
  ) throws {
    try db.execute("DELETE FROM inspector_skills WHERE inspector = \(id)")
    for field in fields {
      try db.execute(
        "INSERT INTO inspector_skills (inspector, field) VALUES (\(id), \(field))")
    }
  }

  static func setFields(_ fields: [String], ofExpert id: ExpertID, _ db: any Connection) throws {
    try db.execute("DELETE FROM expert_fields WHERE expert = \(id)")
    for field in fields {
      try db.execute("INSERT INTO expert_fields (expert, field) VALUES (\(id), \(field))")
    }
  }
}

// What files and the form of a new person bring in one go.
extension People {
  /// Brings the rows of an inspector in step with a registration.
  ///
  /// The one certificate of a registration is the department's; fields that are not named end.
  static func followRegistration(
    _ draft: InspectorDraft, by change: ChangeID, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let known = try facts(of: draft.code, db)
    let certificates = known.filter {
      $0.kind == .certificate && $0.draft.what == departmentCertificate
    }
    let isKnown = certificates.contains {
      $0.draft.number == draft.certificateNumber && $0.draft.validUntil == draft.certificateUntil
    }
    if !isKnown {
      for old in certificates { try end(old.id, by: change, transaction) }
      var certificate = PersonFactDraft(what: departmentCertificate)
      certificate.number = draft.certificateNumber
      certificate.validUntil = draft.certificateUntil
      try store(.certificate, certificate, of: draft.code, by: change, transaction)
    }
    try follow(draft.skills, of: draft.code, known, by: change, transaction)
    try keepVersion(
      of: draft.code, name: draft.name, authority: draft.authority, region: draft.region,
      status: draft.status, by: change, transaction)
  }

  /// Brings the rows of an expert in step with a registration.
  static func followRegistration(
    _ draft: ExpertDraft, by change: ChangeID, _ transaction: Transaction
  ) throws {
    let known = try facts(of: draft.code, transaction.db)
    let terms = known.filter { $0.kind == .term }
    if terms.compactMap(\.draft.validUntil).max() != draft.validUntil {
      for old in terms where (old.draft.validUntil ?? draft.validUntil) >= draft.validUntil {
        try end(old.id, by: change, transaction)
      }
      var term = PersonFactDraft()
      term.validUntil = draft.validUntil
      try store(.term, term, of: draft.code, by: change, transaction)
    }
    try follow(draft.fields, of: draft.code, known, by: change, transaction)
    try keepVersion(
      of: draft.code, name: draft.name, authority: nil, employer: draft.employer,
      title: draft.title, region: draft.region, status: draft.status, by: change, transaction)
  }

  private static func follow(
    _ fields: [String], of person: String, _ known: [PersonFact], by change: ChangeID,
    _ transaction: Transaction
  ) throws {
    let skills = known.filter { $0.kind == .skill }
    for old in skills where !fields.contains(old.draft.what) {
      try end(old.id, by: change, transaction)
    }
    for field in fields where !skills.contains(where: { $0.draft.what == field }) {
      try store(.skill, PersonFactDraft(what: field), of: person, by: change, transaction)
    }
  }

  /// Ends the version that held and begins a new one, where something differs.
  static func keepVersion(
    of person: String, name: String, authority: AuthorityID?, employer: String = "",
    title: String = "", region: String, status: PersonStatus, by change: ChangeID,
    _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    let same = try transaction.db.count(
      """
      SELECT count(*) AS value FROM person_versions
      WHERE person = \(person) AND until IS NULL AND name = \(name)
        AND coalesce(authority, 0) = \(authority?.number ?? 0) AND employer = \(employer)
        AND title = \(title) AND region = \(region) AND status = \(status)
      """)
    guard same == 0 else { return }
    try transaction.db.execute(
      """
      UPDATE person_versions SET until = \(now), ended_by = \(change)
      WHERE person = \(person) AND until IS NULL
      """)
    try transaction.db.execute(
      """
      INSERT INTO person_versions (person, name, authority, employer, title, region, status, since,
        change)
      VALUES (\(person), \(name), \(authority), \(employer), \(title), \(region), \(status), \(now),
        \(change))
      """)
  }
}
