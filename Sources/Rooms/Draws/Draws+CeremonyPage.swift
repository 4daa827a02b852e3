internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

extension DrawPages {
  struct CeremonyModel {
    let draw: DrawModel
    /// Per field, once the result is public.
    /// Field by field; empty while the result is not to be seen.
    let rulers: [Markup]
    let refusal: String?
  }

  /// The draw on a big screen: steps with times, who committed to what, what is missing, and then
  /// the result. It shows what everybody may know, nothing more.
  static func ceremony(_ frame: Frame, _ model: CeremonyModel) -> some HTML {
    let draw = model.draw
    return barePage(frame, "第 \(draw.number) 号抽取") {
      div(.class("ceremony")) {
        header {
          p(.class("quiet")) { "第 \(draw.number) 号抽取 · \(draw.authority)" }
          h1 { draw.title }
        }
        DrawParts.steps(draw)
        p(.class("ceremony-now"), .role("status")) { now(model) }
        if draw.result == nil {
          ceremonyParties(draw)
          section {
            h2 { "机会" }
            PlanParts.chanceTable(draw.stages)
          }
        } else {
          p(.class("quiet")) { DrawParts.explanation }
          div(.class("ceremony-fields")) {
            each(Array(zip(draw.stages, model.rulers))) { pair in
              ceremonyField(draw, pair.0, pair.1)
            }
          }
        }
        section(.class("ceremony-proof")) {
          h2 { "指纹" }
          DrawParts.proof(draw)
        }
        p(.class("small")) { a(.href(Link.draw(draw.id))) { "返回办理页面" } }
      }
    }
  }

  private static func now(_ model: CeremonyModel) -> String {
    let draw = model.draw
    if let refusal = model.refusal, draw.stage == .beaconed {
      return Draws.impossibleSentence(refusal)
    }
    let committed = draw.contributors.count { $0.committedAt != nil }
    let handedIn = draw.contributors.count { $0.handedInAt != nil }
    let count = draw.contributors.count
    return switch draw.stage {
    case .frozen: "名单已封存。承诺值 \(committed) / \(count)，还差\(missing(draw) { $0.committedAt == nil })。"
    case .committed:
      "\(count) 家承诺齐全。等待\(draw.beacon.source)\(draw.beacon.issue)（\(draw.beacon.after.chinese) 之后）。"
    case .beaconed:
      handedIn < count
        ? "公共随机数：\(draw.beacon.value ?? "")。还差\(missing(draw) { $0.handedInAt == nil })交出随机数。"
        : "随机数齐全，可以抽取。"
    case .drawnSealed: "已经抽取。名单封存到检查结束，现在公布的记录指纹使它无法再改。"
    case .revealed:
      "抽取完成：从 \(draw.roots.rosterCount) 家机构中抽取"
        + " \(draw.stages.reduce(0) { $0 + ($1.drawn ?? 0) }) 家。任何人都可以下载资料重算。"
    case .void: "本次抽取已作废。理由：\(draw.voidReason ?? "")"
    }
  }

  private static func missing(
    _ draw: DrawModel, _ isMissing: (DrawContributor) -> Bool
  ) -> String {
    draw.contributors.filter(isMissing).map(\.name).joined(separator: "、")
  }

  private static func ceremonyParties(_ draw: DrawModel) -> some HTML {
    ul(.class("parties")) {
      each(draw.contributors) { contributor in
        li(.classes(contributor.commitment == nil ? nil : "in")) {
          b { contributor.name }
          if let commitment = contributor.commitment {
            hash(commitment)
            span(.class("quiet")) { "承诺 \(contributor.committedAt?.chinese ?? "")" }
            if let at = contributor.handedInAt {
              span { "已交出随机数 \(at.chinese)，与承诺相符" }
            }
          } else {
            span(.class("quiet")) { "等待承诺值" }
          }
        }
      }
      li(.classes(draw.beacon.value == nil ? nil : "in")) {
        b { "\(draw.beacon.source) \(draw.beacon.issue)" }
        if let value = draw.beacon.value {
          code { value }
          span(.class("quiet")) { "登记 \(draw.beacon.recordedAt?.chinese ?? "")" }
        } else {
          span(.class("quiet")) { "\(draw.beacon.after.chinese) 之后产生" }
        }
      }
    }
  }

  private static func ceremonyField(
    _ draw: DrawModel, _ field: DrawnField, _ ruler: Markup
  ) -> some HTML {
    let picks = (draw.result?.picks ?? []).filter { $0.stage == field.number }
    return section {
      div(.class("card-head")) {
        h2 { field.name }
        span(.class("quiet")) { "池中 \(field.pool) 家，抽取 \(field.drawn ?? 0) 家" }
      }
      ruler
      details {
        summary { "抽中名单" }
        DrawParts.pickTable(picks) { _ in
          nil
        } action: { _ in
          Empty()
        }
      }
    }
  }
}
