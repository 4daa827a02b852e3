internal import Storage
internal import Supervision

/// What kinds of events a dossier tells.
enum TimelineKind: String, CaseIterable, Sendable {
  case registry, handover, plan, draw, visit, rectification, publication

  var label: String {
    switch self {
    case .registry: "登记变更"
    case .handover: "移交"
    case .plan: "计划与自查"
    case .draw: "抽取"
    case .visit: "现场检查"
    case .rectification: "问题整改"
    case .publication: "公开"
    }
  }

  var tint: Tint {
    switch self {
    case .registry, .handover: .plain
    case .plan, .draw: .act
    case .visit: .warning
    case .rectification: .bad
    case .publication: .fine
    }
  }
}

/// One thing that happened to a body.
struct TimelineEntry: Sendable {
  let at: Instant
  let kind: TimelineKind
  let title: String
  let detail: String
  let link: Link?
}

/// What of a dossier is shown, as it stands in the address.
struct TimelineFilter: Sendable {
  var kind: TimelineKind?
  /// Four digits, or none.
  var year: Int?

  func holds(_ entry: TimelineEntry) -> Bool {
    (kind.map { $0 == entry.kind } ?? true) && (year.map { $0 == entry.at.day.year } ?? true)
  }

  var pairs: [(String, String)] {
    [("kind", kind?.rawValue ?? ""), ("year", year.map(String.init) ?? "")]
  }
}

/// 一企一卷: everything in the house about one body, as this reader may see it.
struct Dossier: Sendable {
  let body: Body
  let words: FactWords
  /// Current facts by kind.
  let facts: [(kind: FactKind, facts: [Fact])]
  let capabilities: CapabilityAnnex
  let files: [BodyFile]
  /// The newest first.
  let timeline: [TimelineEntry]
}

enum Dossiers {
  static func load(
    _ id: BodyID, for actor: Actor, _ db: any Connection
  ) throws -> Dossier {
    let body = try Registry.body(id, in: actor.scope, db)
    let facts = try FactKind.all.map { kind in
      (kind: kind, facts: try Facts.list(kind, of: id, size: Facts.limit, db).facts)
    }
    return Dossier(
      body: body, words: try FactWords.load(for: [id], db), facts: facts,
      capabilities: try CapabilityAnnex.load(of: id, db),
      files: try BodyFiles.current(of: id, .now, db),
      timeline: try timeline(of: body, for: actor, db))
  }

  static func timeline(
    of body: Body, for actor: Actor, _ db: any Connection
  ) throws -> [TimelineEntry] {
    let known = try Registry.dossier(body.id, for: actor, db)
    let entries =
      try registry(body, db) + handovers(body.id, actor, db) + plans(known)
      + draws(known, body.id, db) + visits(known, db) + rectifications(known, db)
      + publications(known)
    return entries.enumerated().sorted {
      ($0.element.at, $0.offset) > ($1.element.at, $1.offset)
    }.map(\.element)
  }

  private static func registry(_ body: Body, _ db: any Connection) throws -> [TimelineEntry] {
    try Registry.story(of: body, db).map { line in
      let reason = line.change.map { $0.reason.isEmpty ? "" : "，理由：\($0.reason)" } ?? ""
      return TimelineEntry(
        at: line.at, kind: .registry, title: line.sentences.joined(separator: "；"),
        detail: (line.change?.origin ?? "来源未记录") + reason, link: .bodyHistory(body.id))
    }
  }

  private static func handovers(
    _ id: BodyID, _ actor: Actor, _ db: any Connection
  ) throws -> [TimelineEntry] {
    try Handovers.all(of: id, db).flatMap { handover in
      try Handovers.entries(of: handover.id, db).map { entry in
        TimelineEntry(
          at: entry.at, kind: .handover,
          title: "\(entry.label)：\(handover.fromName) → \(handover.toName)",
          detail: entry.content,
          link: actor.may(.changeRegistry) ? .handover(handover.id) : nil)
      }
    }
  }

  private static func plans(_ known: BodyDossier) -> [TimelineEntry] {
    known.selfChecks.compactMap { check in
      check.submittedAt.map {
        TimelineEntry(
          at: $0, kind: .plan, title: "提交自查：\(check.title)", detail: check.stage?.label ?? "",
          link: .selfCheck(check.id))
      }
    }
  }

  private static func draws(
    _ known: BodyDossier, _ id: BodyID, _ db: any Connection
  ) throws -> [TimelineEntry] {
    let moments = try db.map(
      """
      SELECT d.id, d.frozen_at, d.drawn_at FROM draw_picks p JOIN draws d ON d.id = p.draw
      WHERE p.body = \(id) ORDER BY d.id LIMIT 1000
      """
    ) { row in
      let drawn: Int64? = try row.get("drawn_at")
      return (
        id: try row.get("id", as: DrawID.self),
        at: Instant(milliseconds: try drawn ?? row.get("frozen_at"))
      )
    }
    let times = Dictionary(moments.map { ($0.id, $0.at) }) { first, _ in first }
    return known.picks.compactMap { pick in
      times[pick.draw].map {
        TimelineEntry(
          at: $0, kind: .draw, title: "第\(pick.number)号抽取：\(BodyPages.pickLabel(pick.state))",
          detail:
            "\(pick.title)，\(pick.field)，\(pick.stratum)类\(pick.records)家中抽\(pick.allocated)家",
          link: pick.isOpen ? .draw(pick.draw) : nil)
      }
    }
  }

  /// What was done about visits this reader may see.
  private static func visits(
    _ known: BodyDossier, _ db: any Connection
  ) throws -> [TimelineEntry] {
    guard !known.visits.isEmpty else { return [] }
    let byID = Dictionary(known.visits.map { ($0.id, $0) }) { first, _ in first }
    var entries: [TimelineEntry] = []
    func add(_ visit: BodyDossier.Visit, _ at: Int64?, _ title: String, _ detail: String = "") {
      guard let at else { return }
      entries.append(
        TimelineEntry(
          at: Instant(milliseconds: at), kind: .visit, title: "\(title)：\(visit.title)",
          detail: detail, link: .visit(visit.id)))
    }
    let ids = known.visits.map(\.id)
    try db.forEachRow(
      "SELECT id, notice_at, notice_read_at, began_at, place FROM visits WHERE "
        + .among("id", ids) + " ORDER BY id LIMIT 1000"
    ) { row in
      guard let visit = byID[try row.get("id")] else { return }
      let place: String = try row.get("place")
      add(visit, try row.get("notice_at"), "告知检查")
      add(visit, try row.get("notice_read_at"), "机构查看检查告知")
      add(visit, try row.get("began_at"), "开始现场检查", place)
    }
    try db.forEachRow(
      "SELECT visit, step, at, name, reason FROM visit_decisions WHERE " + .among("visit", ids)
        + " ORDER BY visit, number LIMIT 5000"
    ) { row in
      guard let visit = byID[try row.get("visit")] else { return }
      let step: String = try row.get("step")
      let isSubmission = step == VisitStep.submit.rawValue
      let results = isSubmission ? visit.results.map(\.label).joined(separator: "；") : ""
      let reason: String = try row.get("reason")
      let detail = [try row.get("name"), results, reason].filter { !$0.isEmpty }
      add(
        visit, try row.get("at"), VisitStep(rawValue: step)?.verb ?? step,
        detail.joined(separator: "，"))
    }
    return entries
  }

  private static func rectifications(
    _ known: BodyDossier, _ db: any Connection
  ) throws -> [TimelineEntry] {
    guard !known.rectifications.isEmpty else { return [] }
    let byID = Dictionary(known.rectifications.map { ($0.id, $0) }) { first, _ in first }
    let ids = known.rectifications.map(\.id)
    var entries: [TimelineEntry] = []
    try db.forEachRow(
      "SELECT id, opened_at FROM rectifications WHERE " + .among("id", ids)
        + " ORDER BY id LIMIT 1000"
    ) { row in
      guard let known = byID[try row.get("id")] else { return }
      entries.append(
        TimelineEntry(
          at: Instant(milliseconds: try row.get("opened_at")), kind: .rectification,
          title: "责令整改，期限\(known.dueOn.chinese)", detail: known.demand,
          link: .rectification(known.id)))
    }
    try db.forEachRow(
      "SELECT rectification, step, content, at, name FROM rectification_entries WHERE "
        + .among("rectification", ids) + " ORDER BY rectification, number LIMIT 5000"
    ) { row in
      let id: RectificationID = try row.get("rectification")
      let step: String = try row.get("step")
      let name: String = try row.get("name")
      let content: String = try row.get("content")
      entries.append(
        TimelineEntry(
          at: Instant(milliseconds: try row.get("at")), kind: .rectification,
          title: RectificationStep(rawValue: step)?.verb ?? step,
          detail: content.isEmpty ? name : "\(name)：\(content)", link: .rectification(id)))
    }
    return entries
  }

  private static func publications(_ known: BodyDossier) -> [TimelineEntry] {
    known.publications.map {
      TimelineEntry(
        at: $0.at, kind: .publication, title: "公开：\($0.title)",
        detail: $0.version > 1 ? "第\($0.version)版，更正" : "", link: nil)
    }
  }
}
