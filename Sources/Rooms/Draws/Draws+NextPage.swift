internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

extension DrawPages {
  /// The one next action, on top of the page.
  @HTMLBuilder
  static func nextCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    let id = model.draw.id
    switch model.next {
    case .commit(let contributor): commitCard(frame, model, contributor)
    case .recordBeacon: beaconCard(frame, model)
    case .handIn(let contributor):
      section(.class("card next")) {
        h2 { "下一步：交出\(contributor)的随机数" }
        p { "公共随机数已经产生，现在交出承诺时保存的随机数。系统立即与承诺值核对；全部交齐之前，任何人看不到它。" }
        postForm(.drawHandIn(id), frame.formToken) {
          inputField(
            "随机数", "secret", kind: .text, hint: "64 个十六进制数字", .literal("autocomplete", "off"),
            .flag("required"))
          submitButton("核对并交出")
        }
      }
    case .draw:
      section(.class("card next")) {
        h2 { "下一步：抽取" }
        p { "\(model.draw.contributors.count) 家随机数和公共随机数已经齐全，结果已由它们决定；按下即计算，只此一次。" }
        postForm(.drawDraw(id), frame.formToken) { submitButton("抽取") }
      }
    case .void(let refusal):
      section(.class("card next")) {
        h2 { "抽取不成立，只能作废" }
        p { Draws.impossibleSentence(refusal) }
        p(.class("quiet")) { "请在本页下方写明理由作废；补充人员或调整名录后重新封存。" }
      }
    case .reveal(let waiting): revealCard(frame, model, waiting)
    case .freezeAgain:
      section(.class("card next")) {
        h2 { "本次抽取已作废" }
        p { model.draw.voidReason ?? "" }
        div(.class("actions")) {
          a(.class("button main"), .href(Link.plan(model.draw.plan))) { "回到计划，重新封存" }
        }
      }
    case .wait(let sentence), .nothing(let sentence): p(.class("notes")) { sentence }
    }
  }

  private static func commitCard(_ frame: Frame, _ model: OneModel, _ contributor: String)
    -> some HTML
  {
    let lines = Draws.commitShellLines(contributor: contributor, suite: model.draw.suite)
    return section(.class("card next")) {
      h2 { "下一步：提交\(contributor)的承诺值" }
      p { "承诺值现在公开，随机数自己保存，等公共随机数产生后再交出。推荐离线生成：" }
      details {
        summary { "在自己的电脑上生成（OpenSSL）" }
        pre(.class("file")) { lines.joined(separator: "\n") }
        p(.class("small quiet")) { "第二行输出承诺值（前 64 个字符），第三行输出随机数；secret.bin 请锁存。" }
        p { "或用本系统的命令行：" }
        pre(.class("file")) {
          "mingcha commit '\(contributor)'" + (model.draw.suite == "sm3" ? " --suite sm3" : "")
        }
      }
      postForm(.drawCommit(model.draw.id), frame.formToken) {
        inputField(
          "承诺值", "commitment", model.typed["commitment"] ?? "", hint: "64 个十六进制数字",
          .literal("autocomplete", "off"))
        submitButton("提交承诺值")
      }
      postForm(.drawSecret(model.draw.id), frame.formToken) {
        p(.class("quiet")) { "不方便离线生成时，可由系统生成一个随机数：只显示一次，系统不保存。" }
        button(.class("button"), .type("submit")) { "由系统生成并提交" }
      }
    }
  }

  private static func beaconCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    let beacon = model.draw.beacon
    return section(.class("card next")) {
      h2 { "下一步：登记公共随机数" }
      p { "\(beacon.source) \(beacon.issue)。记录格式：\(beacon.format)" }
      postForm(.drawBeacon(model.draw.id), frame.formToken) {
        inputField(
          "取值", "value", model.typed["value"] ?? "", hint: "写法须与示例一致：\(beacon.example)",
          .flag("required"))
        inputField(
          "出处", "evidence", model.typed["evidence"] ?? "", hint: "网址或公告名称", .flag("required"))
        label(.class("choice wide")) {
          input(
            .type("checkbox"), .name("fallback"), .value("1"),
            .flag("checked", model.typed["fallback"] == "1"))
          span { "该期没有产生，按公布的备用方案取值：\(beacon.fallback)" }
        }
        submitButton("登记")
      }
    }
  }

  private static func revealCard(_ frame: Frame, _ model: OneModel, _ waiting: Int) -> some HTML {
    section(.class("card next")) {
      h2 { waiting > 0 ? "已抽取，封存中" : "下一步：公开抽取记录" }
      p {
        waiting > 0
          ? "还有 \(waiting) 家机构没有开始检查。检查都开始后再公开；确需提前的，请写明理由。"
          : "检查都已开始，可以公开全部名单、检查组和随机数，任何人都能重算。"
      }
      postForm(.drawReveal(model.draw.id), frame.formToken) {
        if waiting > 0 {
          inputField("提前公开的理由", "reason", model.typed["reason"] ?? "")
        }
        button(
          .classes(waiting > 0 ? "button" : "button main"), .type("submit")
        ) { waiting > 0 ? "提前公开" : "公开" }
      }
    }
  }
}
