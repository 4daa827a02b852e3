internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension VisitPages {
  /// What this person should do now, on top of the page.
  static func nextCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    let visit = model.visit
    let mayMove =
      model.standing.verdict(on: .schedule).isAllowed && visit.stage != .planned
    return section(.class("card next")) {
      div(.class("card-head")) { h2 { nextHeading(model) } }
      problemList(model.problems)
      switch model.standing.next {
      case .schedule: scheduleForm(frame, model)
      case .notify: notifyPart(frame, model)
      case .begin: beginPart(frame, model)
      case .saveAnswer: recordPart(model)
      case .countersign, .approve: reviewPart(model)
      default: p { model.standing.waitingFor }
      }
      if mayMove, model.standing.next != .schedule {
        details(.flag("open", !model.schedule.problems.isEmpty || model.hasMissedStart)) {
          summary { "改期" }
          scheduleForm(frame, model)
        }
      }
    }
  }

  private static func nextHeading(_ model: OneModel) -> String {
    switch model.standing.next {
    case .schedule: model.visit.stage == .planned ? "下一步：安排检查时间" : "可以改期"
    case .notify: model.hasMissedStart ? "下一步：检查时间已过，请改期" : "下一步：告知机构"
    case .begin: "下一步：到场开始检查"
    case .saveAnswer:
      model.visit.stage == .returned ? "下一步：补充后重新提交" : "下一步：逐项检查"
    case .countersign: "下一步：会签"
    case .approve: "下一步：审核"
    default: "现在不需要您办理"
    }
  }

  private static func scheduleForm(_ frame: Frame, _ model: OneModel) -> some HTML {
    let visit = model.visit
    let draft = model.schedule
    let window =
      visit.visitsFrom.flatMap { from in
        visit.visitsUntil.map { "计划检查期 \(from.chinese) 至 \($0.chinese)" }
      } ?? ""
    return div(.class("stack")) {
      problemList(draft.problems)
      postForm(.visitSchedule(visit.id), frame.formToken) {
        inputField(
          "检查开始时间", "starts", draft.starts, kind: .moment, hint: window,
          .data("min", visit.visitsFrom.map { "\($0.iso)T00:00" }),
          .data(
            "max",
            visit.isLate(on: model.now.day) ? nil : visit.visitsUntil.map { "\($0.iso)T23:59" }),
          .flag("required"))
        inputField("检查地点", "place", draft.place, .flag("required"))
        if visit.noticeAt != nil {
          inputField("改期理由", "reason", draft.reason, hint: "已告知机构，改期后须重新告知", .flag("required"))
        } else if visit.isLate(on: model.now.day) {
          inputField("补查理由", "reason", draft.reason, hint: "计划规定的检查期已过", .flag("required"))
        }
        submitButton(visit.startsAt == nil ? "安排检查" : "改期")
      }
    }
  }

  @HTMLBuilder
  private static func notifyPart(_ frame: Frame, _ model: OneModel) -> some HTML {
    let visit = model.visit
    if let rule = model.noticeRule, let start = visit.startsAt {
      p { rule.sentence }
      factList([
        ("检查时间", start.chinese),
        ("可以告知的时间", "\(rule.window.opens(before: start).chinese) 至 \(start.chinese) 之前"),
      ])
    }
    if let reason = model.noticeVerdict.reason {
      p(.class("notes")) { reason }
    } else {
      postForm(.visitNotice(visit.id), frame.formToken) {
        p(.class("quiet")) { "告知后，机构门户立即显示告知书；告知的时间和您的姓名会被记录。" }
        submitButton("现在告知机构")
      }
    }
    p { a(.href(Link.visitNotice(visit.id))) { "预览检查告知书" } }
  }

  @HTMLBuilder
  private static func beginPart(_ frame: Frame, _ model: OneModel) -> some HTML {
    let visit = model.visit
    p { "到场后出示执法证件，说明检查事项，请机构扫描或核对检查码 \(visit.code)，告知其有权申请回避。" }
    if let start = visit.startsAt, model.now < start {
      p(.class("notes")) { "告知机构的检查时间是 \(start.chinese)，到时才能开始。" }
    } else {
      postForm(.visitBegin(visit.id), frame.formToken) { submitButton("开始检查") }
    }
  }

  @HTMLBuilder
  private static func recordPart(_ model: OneModel) -> some HTML {
    let list = model.checklist
    let id = model.visit.id
    if model.visit.stage == .returned,
      let last = model.decisions.last(where: { $0.step == VisitStep.returnToTeam.rawValue })
    {
      p(.class("notes")) { "\(last.name)于 \(last.at.chinese) 退回：\(last.reason)" }
    }
    p { "已记 \(list.doneCount) / \(list.asked.count) 项，发现问题 \(list.problems.count) 项。" }
    div(.class("actions")) {
      if let open = list.firstOpen {
        a(.class("button main"), .href(Link.visitItem(id, open.form.item))) {
          list.doneCount == 0 ? "开始逐项检查" : "继续：第 \(open.form.item) 项"
        }
        a(.class("button"), .href(Link.visitSubmit(id))) { "提交结果（含特殊情况）" }
      } else {
        a(.class("button main"), .href(Link.visitSubmit(id))) { "核对并提交结果" }
      }
      a(.class("button"), .href(Link.visitChecklist(id))) { "全部检查项" }
    }
  }

  @HTMLBuilder
  private static func reviewPart(_ model: OneModel) -> some HTML {
    p {
      model.standing.next == .approve
        ? "检查组已提交并会签。请核对全部记录，审定或退回。" : "同组人员已提交结果。请核对全部记录，会签或退回。"
    }
    a(.class("button main"), .href(Link.visitReview(model.visit.id))) {
      model.standing.next == .approve ? "去审核" : "去会签"
    }
  }
}
