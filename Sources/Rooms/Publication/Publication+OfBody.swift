internal import Bodies
internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

/// Something published about a body.
private struct BodyPublication {
  let title: String
  let version: Int
  let at: Instant
}

extension Publication {
  private static let timelineKind = TimelineKind("publication", "公开", .fine)

  /// What was published about a body, for its page and its dossier.
  static let bodyPart = BodyPart(
    kind: timelineKind,
    page: { question in
      var content = BodyPageContent()
      content.card = card(try publications(question))
      return content
    },
    timeline: { question in
      try publications(question).map {
        TimelineEntry(
          at: $0.at, kind: timelineKind, title: "公开：\($0.title)",
          detail: $0.version > 1 ? "第\($0.version)版，更正" : "", link: nil)
      }
    })

  private static func publications(_ question: BodyQuestion) throws -> [BodyPublication] {
    try question.db.map(
      """
      SELECT title, version, published_at FROM publications WHERE body = \(question.id)
      ORDER BY kind, published_at DESC LIMIT 100
      """
    ) { row in
      BodyPublication(
        title: try row.get("title"), version: try row.get("version"),
        at: Instant(milliseconds: try row.get("published_at")))
    }
  }

  private static func card(_ publications: [BodyPublication]) -> Markup? {
    guard !publications.isEmpty else { return nil }
    return Kernel.card("已公开") {
      dataTable(["内容", "版本", "公开时间"]) {
        each(publications) { row in
          tr {
            td(.class("name")) { row.title }
            td(.class("num")) { row.version }
            td { row.at.chinese }
          }
        }
      }
    }.markup
  }
}
