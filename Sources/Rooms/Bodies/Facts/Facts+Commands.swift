internal import Kernel
internal import Storage
internal import Supervision

/// What a person sends about one fact.
struct FactAnswer {
  let kind: FactKind
  let body: BodyID
  let draft: FactDraft
  let reason: String
}

extension Facts {
  /// Registers a fact.
  ///
  /// - Throws: `Problem.notFound`; `.refused` when one like it holds already.
  static func add(_ answer: FactAnswer, by actor: Actor, _ house: House) throws {
    try house.perform(by: actor) { transaction in
      let body = try openBody(answer.body, actor, transaction.db)
      try refuseOdd(answer)
      try refuseTwin(answer, besides: nil, transaction.db)
      let change = try Changes.change(.form, reason: answer.reason, transaction)
      try insert(answer.kind, answer.draft, of: body.id, change, transaction)
      note("registry.fact-add", answer.kind, answer.draft, body.id, answer.reason, transaction)
    }
  }

  /// Changes a fact; what it was stays.
  ///
  /// - Parameter seen: `since` of the fact as the form was shown.
  static func edit(
    _ id: Int, _ answer: FactAnswer, seen: Int64, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let body = try openBody(answer.body, actor, transaction.db)
      let kind = answer.kind
      let fact = try one(kind, id, of: body.id, transaction.db)
      guard fact.since.milliseconds == seen else {
        throw Problem.conflict("有人在您打开表单之后改动了这一条。请返回机构页面，核对新内容后再修改。")
      }
      guard fact.draft != answer.draft else { throw Problem.refused("没有改动任何内容。") }
      try refuseMainSite(kind, fact)
      try refuseOdd(answer)
      try refuseTwin(answer, besides: id, transaction.db)
      let change = try Changes.change(.form, reason: answer.reason, transaction)
      try replace(kind, fact, by: answer.draft, of: body.id, change, transaction)
      if kind.code == FactKind.certificates.code, fact.isMain {
        try followMain(body, answer.draft, change, transaction)
      }
      note("registry.fact-edit", kind, answer.draft, body.id, answer.reason, transaction)
    }
  }

  /// Ends a fact; it stays in the history.
  static func end(
    _ kind: FactKind, _ id: Int, of body: BodyID, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let body = try openBody(body, actor, transaction.db)
      let fact = try one(kind, id, of: body.id, transaction.db)
      try refuseMainSite(kind, fact)
      if kind.code == FactKind.certificates.code, fact.isMain {
        throw Problem.refused("这是机构的主证书，不能结束。换证请在“修改登记”中填写新编号；撤销、注销请修改它的状态。")
      }
      guard !reason.isEmpty else { throw Problem.refused("请写明结束的理由。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try end(kind, fact.id, change, transaction)
      try transaction.touch(body.id)
      note("registry.fact-end", kind, fact.draft, body.id, reason, transaction)
    }
  }

  private static func openBody(
    _ id: BodyID, _ actor: Actor, _ db: any Connection
  ) throws -> Body {
    let body = try Bodies.body(id, in: actor.scope, db)
    try Keeper.requireKeeper(actor)
    try Bodies.requireOwnRegion(body, actor)
    return body
  }

  /// The journal cannot be cleaned, so the names of people stay out of it.
  private static func note(
    _ action: String, _ kind: FactKind, _ draft: FactDraft, _ body: BodyID, _ reason: String,
    _ transaction: Transaction
  ) {
    var facts = [("kind", kind.title)]
    if kind.code != FactKind.persons.code {
      let named = kind.naming.compactMap { key -> String? in
        guard let place = kind.place(key), case .text(let text) = draft.values[place] else {
          return nil
        }
        return text
      }
      facts.append(("record", named.joined(separator: " ")))
    }
    transaction.journal(action, ("body", body.description), reason: reason, facts)
  }

  private static func refuseTwin(
    _ answer: FactAnswer, besides id: Int?, _ db: any Connection
  ) throws {
    let twin = try twin(answer.kind, answer.draft, of: answer.body, besides: id, db)
    guard twin == nil else {
      let names = answer.kind.unique.compactMap { answer.kind.column($0)?.caption }
      throw Problem.refused(
        "已有\(names.joined(separator: "、"))相同的一条\(answer.kind.title)，请修改原有的一条。")
    }
  }

  private static func refuseMainSite(_ kind: FactKind, _ fact: Fact) throws {
    if kind.code == FactKind.sites.code, fact.isMain {
      throw Problem.refused("主场所随登记地址变动，请在“修改登记”中修改地址。")
    }
  }

  private static func refuseOdd(_ answer: FactAnswer) throws {
    let values = answer.draft.values
    switch answer.kind.code {
    case FactKind.sites.code
    where answer.kind.place("name").map { values[$0] } == .text(Sites.mainName):
      throw Problem.refused("“\(Sites.mainName)”这个名称留给登记地址，请换一个名称。")
    case FactKind.links.code
    where answer.kind.place("earlier").map { values[$0] } == answer.body.stored:
      throw Problem.refused("机构不能是自己的前身，请核对信用代码。")
    default: return
    }
  }

  /// The body follows its main certificate.
  static func followMain(
    _ body: Body, _ draft: FactDraft, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    let kind = FactKind.certificates
    guard let number = kind.place("number"), let until = kind.place("valid_until"),
      case .text(let newNumber) = draft.values[number],
      let newUntil = CalendarDay.load(draft.values[until])
    else { throw Problem.refused("主证书必须有编号和有效期。") }
    var new = BodyDraft(body)
    (new.certificateNumber, new.certificateUntil) = (newNumber, newUntil)
    guard new != BodyDraft(body) else { return }
    try Bodies.store(new, over: body.id, from: body.importedBy, change, transaction)
  }
}
