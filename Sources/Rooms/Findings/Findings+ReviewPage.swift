internal import HTML
internal import Kernel
internal import Storage
internal import Supervision
internal import Visits

/// The pages of this room.
enum FindingsPages {
  struct ReviewModel {
    let standing: Standing
    let checklist: Checklist
    let results: [InspectionResult]
    let reasons: [String]
    let decisions: [VisitDecision]
    let members: [VisitMember]
    let submitter: String
    let countersigner: String
    let draft: ApprovalDraft
    let returnReason: String
    let problems: [String]
    var visit: Visit { standing.visit }
  }

  /// Everything the second and the third pair of eyes need, and what they may do.
  static func review(_ frame: Frame, _ model: ReviewModel) -> some HTML {
    let visit = model.visit
    let isApproval = visit.stage == .countersigned
    return officePage(
      frame, "\(isApproval ? "审核" : "会签") · \(visit.bodyName)",
      trail: [("工作台", .desk), ("现场检查", .visits), (visit.bodyName, .visit(visit.id))]
    ) {
      pageHead(
        isApproval ? "审核检查结果" : "会签检查结果",
        "\(visit.bodyName) · \(visit.planTitle) · \(visit.fieldName)")
      problemList(model.problems)
      resultCard(model)
      card("检查记录", note: "问题 \(model.checklist.problems.count) 项") {
        VisitPages.recordTable(visit, model.checklist)
      }
      VisitPages.decisionCard(model.decisions)
      if isApproval { approvalCard(frame, model) } else { countersignCard(frame, model) }
      returnCard(frame, model)
    }
  }

  private static func resultCard(_ model: ReviewModel) -> some HTML {
    let visit = model.visit
    let team = model.members.filter { $0.leftAt == nil }.map { "\($0.name)（\($0.department)）" }
    return card("结果") {
      div(.class("row")) { each(model.results) { result in VisitPages.resultChip(result) } }
      ul { each(model.reasons) { reason in li { reason } } }
      factList([
        ("小结", visit.summary), ("特殊情况", visit.circumstanceNote),
        ("检查组", team.joined(separator: "、")),
        ("告知", visit.noticeAt?.chinese ?? ""), ("开始", visit.beganAt?.chinese ?? ""),
        ("提交", "\(model.submitter)，\(visit.finishedAt?.chinese ?? "")"),
        ("会签", model.countersigner),
      ])
    }
  }

  private static func countersignCard(_ frame: Frame, _ model: ReviewModel) -> some HTML {
    card("会签") {
      if let reason = model.standing.verdict(on: .countersign).reason {
        p(.class("notes")) { reason }
      } else {
        postForm(.visitCountersign(model.visit.id), frame.formToken) {
          p { "会签表示您参加了这次检查，记录和结果属实。" }
          submitButton("会签")
        }
      }
    }
  }

  @HTMLBuilder
  private static func approvalCard(_ frame: Frame, _ model: ReviewModel) -> some HTML {
    card("审定") {
      if let reason = model.standing.verdict(on: .approve).reason {
        p(.class("notes")) { reason }
      } else {
        approvalForm(frame, model)
      }
    }
  }

  private static func approvalForm(_ frame: Frame, _ model: ReviewModel) -> some HTML {
    let draft = model.draft
    let problems = model.checklist.problems.compactMap(\.answer)
    return postForm(.visitApprove(model.visit.id), frame.formToken) {
      fieldset {
        legend { "处置（\(Measure.explanation(for: problems))）" }
        each(Measure.allCases) { measure in
          label(.class("choice")) {
            input(
              .type("checkbox"), .name("measure"), .value(measure.rawValue),
              .flag("checked", draft.measures.contains(measure)))
            span { measure.label }
          }
        }
      }
      if !model.checklist.openProblems.isEmpty {
        inputField(
          "整改期限", "due", draft.dueOn, kind: .day,
          hint: "默认 \(ApprovalDraft.rectificationDays) 天，是本计划的参数，不是法定期限，可按问题轻重修改",
          problem: draft.dueProblem)
        textField(
          "整改要求", "demand", draft.demand, hint: "由问题项生成，可以修改；机构在门户看到并逐项答复",
          problem: draft.demandProblem, .literal("rows", "10"))
      }
      textField("审核意见（可不填）", "comment", draft.comment, problem: draft.commentProblem)
      p(.class("quiet")) { "审定后记录不能再改，结果到公开日自动公开；公开后的错误以更正的方式公布新版本。" }
      submitButton("审定")
    }
  }

  @HTMLBuilder
  private static func returnCard(_ frame: Frame, _ model: ReviewModel) -> some HTML {
    if model.standing.verdict(on: .returnToTeam).isAllowed {
      card("退回检查组") {
        postForm(.visitReturn(model.visit.id), frame.formToken) {
          textField("退回理由", "reason", model.returnReason, hint: "哪一项、为什么、要检查组补充什么")
          button(.class("button"), .type("submit")) { "退回" }
        }
      }
    }
  }
}
