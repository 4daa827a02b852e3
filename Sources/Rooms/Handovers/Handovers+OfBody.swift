internal import Bodies
internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension Handovers {
  private static let timelineKind = TimelineKind("handover", "移交", .plain)

  /// A body's handovers, for its page and its dossier.
  static let bodyPart = BodyPart(
    kind: timelineKind,
    page: { question in
      var content = BodyPageContent()
      if let handover = try open(of: question.id, question.db) {
        content.note = note(handover)
      } else {
        content.action = ("移交其他地区", .handoverNew(question.id))
      }
      return content
    },
    timeline: { question in
      try all(of: question.id, question.db).flatMap { handover in
        try entries(of: handover.id, question.db).map { entry in
          TimelineEntry(
            at: entry.at, kind: timelineKind,
            title: "\(entry.label)：\(handover.fromName) → \(handover.toName)",
            detail: entry.content,
            link: question.actor.may(.changeRegistry) ? .handover(handover.id) : nil)
        }
      }
    })

  private static func note(_ handover: Handover) -> Markup {
    p(.class("notes"), .role("note")) {
      "正在办理移交：\(handover.fromName) → \(handover.toName)，\(handover.stage.label)。"
      a(.href(Link.handover(handover.id))) { "查看移交" }
    }.markup
  }
}
