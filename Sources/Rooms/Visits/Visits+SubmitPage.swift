internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension VisitPages {
  struct SubmitModel {
    let visit: Visit
    let checklist: Checklist
    let proposal: ResultProposal
    let draft: SubmitDraft
  }

  static func submit(_ frame: Frame, _ model: SubmitModel) -> some HTML {
    let visit = model.visit
    return officePage(
      frame, "提交结果 · \(visit.bodyName)",
      trail: [("工作台", .desk), ("现场检查", .visits), (visit.bodyName, .visit(visit.id))]
    ) {
      pageHead("提交结果", "\(visit.bodyName) · 结果由检查记录得出，不另行填写。提交后由同组另一名执法人员会签。")
      problemList(model.draft.problems)
      proposalCard(model)
      card("提交") { submitForm(frame, model) }
    }
  }

  private static func proposalCard(_ model: SubmitModel) -> some HTML {
    let proposal = model.proposal
    return card("由记录得出的结果") {
      if proposal.faults.isEmpty {
        div(.class("row")) {
          each(InspectionResult.allCases.filter { proposal.results.contains($0) }) { result in
            resultChip(result)
          }
        }
        ul { each(proposal.reasons) { reason in li { reason } } }
        if !proposal.rectify.isEmpty {
          p { "审核通过后将责令整改 \(proposal.rectify.count) 项。" }
        }
      } else {
        p { "还不能得出结果，请先补充：" }
        ul { each(proposal.faults) { fault in li { fault.reason } } }
        p {
          a(.href(Link.visitChecklist(model.visit.id))) { "去补充检查记录" }
          "；确有特殊情况不能逐项检查的，在下面选择并说明，再“重新得出结果”。"
        }
      }
    }
  }

  private static func submitForm(_ frame: Frame, _ model: SubmitModel) -> some HTML {
    let draft = model.draft
    return postForm(.visitSubmit(model.visit.id), frame.formToken) {
      hiddenField("seen", ResultCodes.text(model.proposal.results))
      fieldset {
        legend { "特殊情况（没有则不选）" }
        each(Circumstance.allCases) { circumstance in
          label(.class("choice")) {
            input(
              .type("checkbox"), .name("circumstance"), .value(circumstance.rawValue),
              .flag("checked", draft.circumstances.contains(circumstance)))
            span { circumstance.label }
          }
        }
      }
      textField(
        "特殊情况说明", "note", draft.note, hint: "选择了特殊情况时必填：何时、何地、怎样联系、何人见证")
      textField("检查情况小结", "summary", draft.summary, hint: "查了什么、发现了什么、当场怎样处理；小结随结果公开，请勿写入个人信息和商业秘密")
      div(.class("actions wide")) {
        button(.class("button main"), .type("submit"), .name("step"), .value("submit")) {
          "提交结果"
        }
        button(.class("button"), .type("submit"), .name("step"), .value("preview")) {
          "重新得出结果"
        }
      }
    }
  }
}
