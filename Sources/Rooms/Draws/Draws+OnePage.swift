internal import Bodies
internal import HTML
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

extension DrawPages {
  struct OneModel {
    let draw: DrawModel
    let next: DrawNext
    let isOwn: Bool
    let mayConduct: Bool
    let mayAmend: Bool
    let mayVoid: Bool
    /// The files that may be downloaded now.
    let files: [(name: String, size: Int)]
    /// The field shown, with its ruler, once the result may be seen.
    let stage: Int
    let ruler: Markup
    /// Why a secret was not taken, or a value.
    let problems: [String]
    /// What was typed.
    let typed: [String: String]
    let history: RecordHistory

    var field: DrawnField? { draw.stages.first { $0.number == stage } }
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let draw = model.draw
    return officePage(frame, "第 \(draw.number) 号抽取", trail: trail) {
      pageHead("第 \(draw.number) 号抽取", "\(draw.title) · \(draw.authority)") {
        a(.class("button"), .href(Link.plan(draw.plan))) { "计划" }
        a(.class("button"), .href(Link.drawCeremony(draw.id))) { "大屏" }
      }
      DrawParts.steps(draw)
      problemList(model.problems)
      nextCard(frame, model)
      if let result = draw.result { resultCards(model, result) }
      if draw.result == nil {
        card("机会", note: draw.stage == .void ? nil : "封存时公布，同一领域同一类别的机构机会完全相同") {
          PlanParts.chanceTable(draw.stages)
        }
      }
      card("随机数") { DrawParts.contributorTable(draw) }
      card("公共随机数") { DrawParts.beaconFacts(draw.beacon) }
      card("封存的指纹", note: "异议截止 \(draw.challengeUntil.chinese)") {
        DrawParts.proof(draw)
        filesList(model)
      }
      if model.isOwn { voidCard(frame, model) }
      if !draw.isShut || draw.result != nil { recordHistory(frame, model.history) }
    }
  }

  private static func resultCards(_ model: OneModel, _ result: DrawnResult) -> some HTML {
    let picks = result.picks.filter { $0.stage == model.stage }
    return div(.class("stack wide")) {
      if !result.amendments.isEmpty {
        card("递补与回避") { DrawParts.amendmentTable(result.amendments) }
      }
      nav(.class("tabs"), .label("领域")) {
        each(model.draw.stages) { field in
          a(
            .href(Link.draw(model.draw.id).with([("stage", String(field.number))]).at("result")),
            .current(field.number == model.stage)
          ) { "\(field.name) \(field.drawn ?? 0)" }
        }
      }
      if let field = model.field {
        section(.class("card"), .id("result")) {
          div(.class("card-head")) {
            h2 { field.name }
            span(.class("quiet")) {
              "池中 \(field.pool) 家，抽取 \(field.drawn ?? 0) 家"
                + ((field.shortfall ?? 0) > 0 ? "，不足 \(field.shortfall ?? 0) 家" : "")
            }
          }
          model.ruler
          DrawParts.pickTable(picks) { pick in
            Link.body(pick.body)
          } action: { pick in
            if model.mayAmend, pick.state != .left {
              a(
                .href(Link.drawAmend(model.draw.id).with([("body", pick.body.description)]))
              ) { "退出或回避" }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func filesList(_ model: OneModel) -> some HTML {
    if model.files.isEmpty {
      p(.class("quiet")) { "名单封存期间不提供下载，公开之后可下载全部资料自行重算。" }
    } else {
      div(.class("actions")) {
        a(.class("button"), .href(Link.drawZip(model.draw.id))) { "下载抽取资料（ZIP）" }
      }
      ul(.class("files")) {
        each(model.files) { file in
          li {
            a(.href(Link.drawFile(model.draw.id, file.name))) { file.name }
            span(.class("quiet small")) { " \(file.size) 字节" }
          }
        }
      }
      p(.class("small quiet")) {
        "解压后运行 mingcha verify 文件夹，或用 verify.py（只需 Python 标准库），逐字节重算。"
      }
    }
  }

  private static func voidCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    card("作废") {
      if model.mayVoid {
        p(.class("quiet")) { "只有抽取之前可以作废。编号和理由永久公开，作废后才能为同一计划重新封存。" }
        postForm(.drawVoid(model.draw.id), frame.formToken) {
          inputField(
            "理由", "reason", model.typed["reason"] ?? "",
            hint: "\(Draws.reasonLength.lowerBound) 至 \(Draws.reasonLength.upperBound) 个字，会公开")
          button(.class("button"), .type("submit")) { "作废第 \(model.draw.number) 号抽取" }
        }
      } else if model.draw.stage == .void {
        p { model.draw.voidReason ?? "" }
      } else if model.draw.stage == .beaconed {
        p(.class("quiet")) { "各方随机数齐全之后，结果已经确定，不能再作废。" }
      } else {
        p(.class("quiet")) {
          "已经抽取的不能作废：看到结果以后再作废，等于挑选结果。机构退出、人员回避请办理“递补与回避”，由签号紧接着的顶上。"
        }
        if model.mayAmend {
          div(.class("actions")) {
            a(.class("button"), .href(Link.drawAmend(model.draw.id))) { "递补与回避" }
          }
        }
      }
    }
  }
}
