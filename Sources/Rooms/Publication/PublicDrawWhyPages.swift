internal import Bodies
internal import Draw
internal import Draws
internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

extension PublicDrawPages {
  /// Where a body stood in one field of a draw.
  struct WhyPlace {
    let field: DrawnField
    let stratum: RulerStratum
    /// In ticket order, from 1.
    let rank: Int
    let position: PoolPosition
    /// Came in later, in place of a body of this field that left.
    let isReplacement: Bool

    var isDrawn: Bool { position.place != nil }
    var ticket: String { hex(position.ticket) }
    var word: String { isDrawn ? "抽中" : isReplacement ? "递补" : "未抽中" }
  }

  struct WhyModel {
    let draw: DrawModel
    let body: Publication.BodyRow
    /// `nil` when the frozen roster does not name the body.
    let explanation: Explanation?
    let places: [WhyPlace]
    let pick: DrawnPick?
    /// Those that concern the body.
    let amendments: [DrawnAmendment]
    /// The departments of its inspection team, with how many people each.
    let team: [(department: String, people: Int)]
    let proof: InclusionProof?
    /// Where the proof can be had, for a QR code.
    let proofAddress: String?

    /// Whether its name was drawn at all, though it may have left since.
    var isDrawn: Bool { pick != nil }
    var number: Int { draw.number }
    var heading: String { isDrawn ? "为什么被抽中" : "为什么没有被抽中" }
  }

  static func why(_ frame: Frame, _ model: WhyModel) -> some HTML {
    openPage(frame, model.heading) {
      div {
        p(.class("quiet")) { "第\(model.number)次抽取 · \(model.draw.authority)" }
        h1 { "\(model.body.name)\(model.heading)" }
        p(.class("lede")) { answer(model) }
      }
      each(model.places) { place in placeCard(model, place) }
      otherFields(model)
      afterwards(model)
      proofPart(model)
      if !model.places.isEmpty { checkPart(model) }
      div(.class("actions")) {
        a(.class("button"), .href(Link.publicDraw(model.number))) { "这次抽取的全部资料" }
        a(.class("button"), .href(Link.publicBody(model.body.id))) { "这家机构的公示" }
      }
    }
  }

  /// The whole answer in a sentence or two.
  static func answer(_ model: WhyModel) -> String {
    guard let explanation = model.explanation else {
      return "封存名单时，这家机构不在名单里，因此没有参加这次抽取。"
    }
    switch explanation.outcome {
    case .replacement: return "它前面的机构退出后，按签号顺序由它递补。"
    case .left(_, let replacement):
      return "在它所在的类别里，它的签号排在应抽的家数之内，因此被抽中；之后它退出了这次检查，"
        + (replacement == nil ? "同类别中已无可递补的机构。" : "按签号顺序由下一家递补。")
    case .drawn: return "在它所在的类别里，它的签号排在应抽的家数之内。"
    case .notDrawn:
      return model.places.isEmpty
        ? "它在名单里，但不属于这次抽取的任何领域。" : "它参加了抽取；在它所在的类别里，签号排在应抽的家数之后。"
    }
  }

  private static func placeCard(_ model: WhyModel, _ place: WhyPlace) -> some HTML {
    card(place.field.name, note: place.word) {
      p { sentence(place) }
      DrawParts.ruler(
        [place.stratum], stage: place.field.number, marked: model.body.uscc)
      p(.class("small quiet")) { "带黑圈的圆点是它。" }
      dl(.class("pairs")) {
        dt { "它的签号" }
        dd {
          hash(place.ticket, isWhole: true)
        }
        dt { "同类别最后抽中的签号" }
        dd {
          if let last = place.position.lastDrawn {
            hash(hex(last), isWhole: true)
          } else {
            "这个类别没有分到名额"
          }
        }
      }
      p { comparison(place) }
    }
  }

  static func sentence(_ place: WhyPlace) -> String {
    let word = PublicPages.stratumWord(place.stratum.name)
    return "\(word)共\(place.stratum.records)家，抽取\(place.stratum.allocated)家，每家的机会是 "
      + "\(place.stratum.allocated)/\(place.stratum.records)。它的签号排第\(place.rank)位"
      + (place.isDrawn ? "，被抽中。" : place.isReplacement ? "，后来递补。" : "，未被抽中。")
  }

  static func comparison(_ place: WhyPlace) -> String {
    guard place.position.lastDrawn != nil else { return "没有名额的类别，签号再小也不会被抽中。" }
    let order = "签号从左到右逐位比较，小的在前："
    if place.isDrawn { return order + "它的签号不大于最后抽中的签号，所以被抽中。" }
    return place.isReplacement
      ? order + "它的签号大于最后抽中的签号，最初没有被抽中；有机构退出后，没有被抽中的里面它的签号最小，所以由它递补。"
      : order + "它的签号大于最后抽中的签号，所以没有被抽中。"
  }

  /// The fields it took no part in, and why.
  @HTMLBuilder
  private static func otherFields(_ model: WhyModel) -> some HTML {
    let reasons = reasons(model)
    if !reasons.isEmpty {
      card("没有参加的领域") {
        ul(.class("plain-list")) { each(reasons) { reason in li { reason } } }
      }
    }
  }

  private static func reasons(_ model: WhyModel) -> [String] {
    var unregistered: [String] = []
    var reasons: [String] = []
    for stage in model.explanation?.stages ?? [] {
      switch stage.position {
      case .inPool: continue
      case .drawnBefore(let earlier):
        reasons.append("\(stage.name)：它在第\(earlier)个领域已经被抽中，不再重复抽取。")
      case .excluded(let failed) where failed.contains { $0.column == "domains" }:
        unregistered.append(stage.name)
      case .excluded(let failed):
        reasons.append("\(stage.name)：\(failed.map(\.sentence).joined())")
      }
    }
    if !unregistered.isEmpty {
      reasons.append("封存的名单里，它没有登记这些领域：\(unregistered.joined(separator: "、"))。")
    }
    return reasons
  }

  /// What happened after the draw, and the team as it stands, by departments only.
  @HTMLBuilder
  private static func afterwards(_ model: WhyModel) -> some HTML {
    let team = teamSentence(model)
    if !model.amendments.isEmpty || !team.isEmpty {
      card("抽取之后") {
        each(model.amendments) { amendment in
          p {
            "\(amendment.at.chinese)，\(amendment.bodyName)\(amendment.outcome.publicSentence)。理由：\(amendment.reason)"
          }
        }
        if !team.isEmpty { p { team } }
      }
    }
  }

  /// How many people of each department inspect it; nobody is named.
  static func teamSentence(_ model: WhyModel) -> String {
    if model.team.isEmpty { return "" }
    return "检查组也由抽签组成："
      + model.team.map { "\($0.department)\($0.people)人" }.joined(separator: "、") + "。"
  }
}
