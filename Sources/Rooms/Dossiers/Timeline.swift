package import Bodies
package import Kernel
package import Storage
package import Supervision

/// What of a dossier is shown, as it stands in the address.
struct TimelineFilter: Sendable {
  var kind: TimelineKind?
  /// Four digits, or none.
  var year: Int?

  func holds(_ entry: TimelineEntry) -> Bool {
    (kind.map { $0 == entry.kind } ?? true) && (year.map { $0 == entry.at.day.year } ?? true)
  }

  var pairs: [(String, String)] {
    [("kind", kind?.code ?? ""), ("year", year.map(String.init) ?? "")]
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

package enum Dossiers {
  static func load(
    _ id: BodyID, for actor: Actor, on today: CalendarDay, _ rooms: Rooms, _ db: any Connection
  ) throws -> Dossier {
    let body = try Bodies.body(id, in: actor.scope, db)
    let facts = try FactKind.all.map { kind in
      (kind: kind, facts: try Facts.list(kind, of: id, size: Facts.limit, db).facts)
    }
    return Dossier(
      body: body, words: try FactWords.load(for: [id], db), facts: facts,
      capabilities: try CapabilityAnnex.load(of: id, db),
      files: try BodyFiles.current(of: id, .now, db),
      timeline: try timeline(of: body, for: actor, on: today, rooms, db))
  }

  /// Everything that happened to a body and this reader may know, the newest first.
  package static func timeline(
    of body: Body, for actor: Actor, on today: CalendarDay, _ rooms: Rooms, _ db: any Connection
  ) throws -> [TimelineEntry] {
    let question = try BodyQuestion(body, for: actor, on: today, db)
    let entries =
      try registry(body, rooms, db)
      + rooms.contributions(BodyPart.self).flatMap { try $0.timeline?(question) ?? [] }
    return entries.enumerated().sorted {
      ($0.element.at, $0.offset) > ($1.element.at, $1.offset)
    }.map(\.element)
  }

  /// The kinds of events that rooms tell.
  package static func kinds(_ rooms: Rooms) -> [TimelineKind] {
    [.registry] + rooms.contributions(BodyPart.self).compactMap(\.kind)
  }

  private static func registry(
    _ body: Body, _ rooms: Rooms, _ db: any Connection
  ) throws -> [TimelineEntry] {
    try Bodies.story(of: body, rooms, db).map { line in
      let reason = line.change.map { $0.reason.isEmpty ? "" : "，理由：\($0.reason)" } ?? ""
      return TimelineEntry(
        at: line.at, kind: .registry, title: line.sentences.joined(separator: "；"),
        detail: (line.change?.origin ?? "来源未记录") + reason, link: .bodyHistory(body.id))
    }
  }

  /// Leads from a body's page to its dossier.
  static let bodyPart = BodyPart(page: { question in
    var content = BodyPageContent()
    content.headAction = ("一企一卷", .bodyDossier(question.id))
    return content
  })
}
