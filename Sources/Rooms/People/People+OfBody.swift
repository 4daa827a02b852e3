internal import Bodies
internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

/// A person who must not visit a body.
private struct BarredPerson {
  let person: String
  let name: String
  let link: Link?
  let reason: String
}

extension People {
  /// Who must not visit a body, for its page.
  static let bodyPart = BodyPart(page: { question in
    var content = BodyPageContent()
    content.side = card(try barred(question))
    return content
  })

  /// Registered, or out of a former post, an interest, an employer.
  private static func barred(_ question: BodyQuestion) throws -> [BarredPerson] {
    let actor = question.actor
    let pairs = try barred(from: question.id, on: question.today, question.db)
    let codes = pairs.map(\.person)
    let inspectors = try knownInspectors(codes, question.db)
    let experts = try knownExperts(codes, question.db)
    return pairs.sorted { ($0.person, $0.reason) < ($1.person, $1.reason) }.map { pair in
      let inspector = inspectors[pair.person]
      let expert = experts[pair.person]
      let region = inspector?.region ?? expert?.region
      let isOpen = region.map { actor.scope.contains($0) } ?? false
      return BarredPerson(
        person: pair.person, name: inspector?.name ?? expert?.name ?? "",
        link: isOpen
          ? inspector.map { .inspector($0.id) } ?? expert.map { .expert($0.id) } : nil,
        reason: inspector == nil && expert == nil
          || Keeper.seesPrivate(actor, of: inspector?.department) ? pair.reason : "")
    }
  }

  private static func card(_ barred: [BarredPerson]) -> Markup {
    Kernel.card("回避", note: "这些人员不得检查本机构，抽取时自动排除") {
      if barred.isEmpty {
        p(.class("quiet")) { "没有登记需要回避的人员。" }
      } else {
        dataTable(["人员", "编号", "理由"]) {
          each(barred) { row in
            tr {
              td {
                if let link = row.link { a(.href(link)) { row.name } } else { row.name }
              }
              td { code { row.person } }
              td(.class("quiet")) { row.reason }
            }
          }
        }
      }
    }.markup
  }
}
