internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

extension Draws {
  /// The draws of a plan, on the plan's page.
  static let planPart = PlanPart { plan, db in
    let draws = try draws(of: plan, db)
    var content = PlanPageContent()
    content.frozen = draws.last.map { "\($0.frozenAt.day.chinese)，第 \($0.number) 号抽取" }
    content.drawn = draws.first?.drawnAt.map { $0.day.chinese }
    content.isStanding = draws.contains { $0.stage != .void }
    if !draws.isEmpty { content.card = card(draws).markup }
    return content
  }

  private static func card(_ draws: [DrawRow]) -> some HTML {
    Kernel.card("抽取", note: "每一次抽取都有公开编号，作废的也保留") {
      DrawParts.drawTable(draws)
      if let live = draws.first(where: { $0.stage != .void }) {
        p(.class("small quiet")) {
          "第\(live.number)号抽取的名单取自\(live.frozenAt.chinese)时的名录。此后的登记变更不影响本计划；"
          "机构档案可以查看当时的登记。"
        }
      }
    }
  }
}
