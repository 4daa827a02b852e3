internal import HTML
internal import Supervision

extension PublicDrawPages {
  /// Where a body stood in one field of a draw.
  struct WhyPlace {
    let field: DrawnField
    let stratum: RulerStratum
    /// In ticket order, from 1.
    let place: Int

    var isDrawn: Bool { place <= stratum.allocated }
    var ticket: String { stratum.dots[place - 1].ticket }
  }

  struct WhyModel {
    let draw: DrawModel
    let body: Publication.BodyRow
    let isOnRoster: Bool
    let places: [WhyPlace]
    let pick: DrawnPick?

    var isDrawn: Bool { pick != nil }
  }

  static func why(_ frame: Frame, _ model: WhyModel) -> some HTML {
    openPage(frame, model.isDrawn ? "为什么被抽中" : "为什么没有被抽中") {
      div {
        p(.class("quiet")) { "第\(model.draw.number)次抽取 · \(model.draw.authority)" }
        h1 { "\(model.body.name)\(model.isDrawn ? "为什么被抽中" : "为什么没有被抽中")" }
        p(.class("lede")) { answer(model) }
      }
      each(model.places) { place in
        card(place.field.name, note: place.isDrawn ? "抽中" : "未抽中") {
          p { sentence(place) }
          DrawParts.ruler([place.stratum], stage: place.field.number)
          p(.class("small")) {
            "签号 "
            hash(place.ticket, isWhole: true)
            " "
            a(
              .href(
                Link.publicDrawWhy(model.draw.number, model.body.id.number)
                  .at(dot(place.field.number, model.body.uscc)))
            ) { "在标尺上标出" }
          }
        }
      }
      card("签号是怎样来的") {
        p { "签号由封存的名单、规则和各方随机数算出，谁也不能预先知道，事后也不能改动。同一类别里签号最小的被抽中，每家机构的机会完全相同。" }
        div(.class("actions")) {
          a(.class("button"), .href(Link.publicDraw(model.draw.number))) { "这次抽取的全部资料" }
          a(.class("button"), .href(Link.publicBody(model.body.id))) { "这家机构的公示" }
        }
      }
    }
  }

  private static func answer(_ model: WhyModel) -> String {
    if let pick = model.pick, pick.state == .replacement {
      return "它前面的机构退出后，按签号顺序由它递补。"
    }
    if model.isDrawn { return "在它所在的类别里，它的签号排在应抽的家数之内。" }
    if !model.isOnRoster { return "封存名单时，这家机构不在名单里，因此没有参加这次抽取。" }
    if model.places.isEmpty { return "它在名单里，但不属于这次抽取的任何领域。" }
    return "它参加了抽取；在它所在的类别里，签号排在应抽的家数之后。"
  }

  private static func sentence(_ place: WhyPlace) -> String {
    let word = PublicPages.stratumWord(place.stratum.name)
    return "\(word)共\(place.stratum.records)家，抽取\(place.stratum.allocated)家，每家的机会是 "
      + "\(place.stratum.allocated)/\(place.stratum.records)。它的签号排第\(place.place)位"
      + (place.isDrawn ? "，被抽中。" : "，未被抽中。")
  }
}
