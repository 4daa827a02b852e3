internal import Bodies
package import HTML
internal import Kernel
internal import Storage
package import Supervision

/// What a person typed when scheduling.
struct ScheduleDraft {
  var starts: String
  var place: String
  var reason: String
  var problems: [String]
}

extension VisitPages {
  struct OneModel {
    let standing: Standing
    let members: [VisitMember]
    let checklist: Checklist
    let decisions: [VisitDecision]
    let results: [InspectionResult]
    let measures: [Measure]
    let history: RecordHistory
    let noticeRule: NoticeRule?
    let noticeVerdict: Verdict
    /// What higher rooms tell of the result.
    let parts: [Markup]
    let schedule: ScheduleDraft
    let now: Instant
    /// A refusal of the last step, shown where the step is.
    let problems: [String]

    var visit: Visit { standing.visit }
    /// The time came before the body was told.
    var hasMissedStart: Bool {
      visit.stage == .scheduled && visit.startsAt.map { $0 <= now } ?? false
    }
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let visit = model.visit
    return officePage(
      frame, visit.bodyName, trail: [("工作台", .desk), ("现场检查", .visits)]
    ) {
      pageHead(visit.bodyName, "\(visit.planTitle) · \(visit.fieldName) · \(visit.regionName)") {
        chip(visit.stage.tint, visit.stage.label)
        if visit.noticeAt != nil {
          a(.class("button"), .href(Link.visitNotice(visit.id))) { "检查告知书" }
        }
      }
      nextCard(frame, model)
      card { stepRow(steps(model)) }
      div(.class("columns")) {
        bodyCard(frame, model)
        factsCard(model)
      }
      teamCard(model)
      recordCard(model)
      resultCard(model)
      if !model.decisions.isEmpty { decisionCard(model.decisions) }
      recordHistory(frame, model.history)
    }
  }

  // MARK: steps

  private static func steps(_ model: OneModel) -> [StepMark] {
    let visit = model.visit
    let position: Int
    switch visit.stage {
    case .planned: position = 0
    case .scheduled: position = 1
    case .noticed: position = 2
    case .inspecting, .returned: position = 3
    case .submitted: position = 4
    case .countersigned: position = 5
    case .approved: position = 6
    case .published: position = 7
    case .withdrawn: position = -1
    }
    let countersigned = model.decisions.last { $0.step == VisitStep.countersign.rawValue }
    let published = model.decisions.last { $0.step == VisitStep.publish.rawValue }
    let publish =
      published.map { $0.at.day.chinese } ?? visit.publishOn.map { "最迟 \($0.chinese)" } ?? ""
    let marks: [(String, String)] = [
      ("排期", visit.startsAt?.chinese ?? visit.dueOn.map { "\($0.chinese) 前" } ?? ""),
      ("告知", visit.noticeAt?.chinese ?? ""),
      ("检查", visit.beganAt?.chinese ?? ""),
      ("提交", visit.stage == .returned ? "已退回，待补充" : visit.finishedAt?.chinese ?? ""),
      ("会签", visit.countersignedBy == nil ? "" : countersigned?.at.chinese ?? ""),
      ("审核", visit.approvedAt?.chinese ?? ""),
      ("公开", publish),
    ]
    return marks.enumerated().map { index, mark in
      StepMark(
        mark.0, mark.1,
        position < 0 ? .later : index < position ? .done : index == position ? .now : .later)
    }
  }

  // MARK: cards

  private static func bodyCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    let visit = model.visit
    return card("机构") {
      factList([
        ("统一社会信用代码", visit.uscc), ("证书编号", visit.certificateNumber),
        ("证书有效期至", CalendarDay(iso: visit.certificateUntil)?.chinese ?? visit.certificateUntil),
        ("地址", visit.bodyAddress), ("法定代表人", visit.legalRepresentative),
        ("联系人", Masked.text(visit.contact)), ("信用风险分类", visit.creditClass),
      ])
      if Masked.text(visit.contact) != visit.contact {
        revealForm(Visits.personal, visit.id.number, frame)
      }
    }
  }

  private static func factsCard(_ model: OneModel) -> some HTML {
    let visit = model.visit
    let window =
      visit.visitsFrom.flatMap { from in
        visit.visitsUntil.map { "\(from.chinese) 至 \($0.chinese)" }
      } ?? ""
    return card("检查") {
      factList([
        ("检查码", visit.code), ("检查时间", visit.startsAt?.chinese ?? "未定"),
        ("检查地点", visit.place), ("计划检查期", window), ("检查表", visit.templateTitle),
        ("告知", notice(visit)), ("送达", delivery(visit)),
      ])
    }
  }

  private static func notice(_ visit: Visit) -> String {
    guard let at = visit.noticeAt else { return "未告知" }
    return "\(at.chinese)，\(visit.noticeBy ?? "")"
  }

  private static func delivery(_ visit: Visit) -> String {
    guard visit.noticeAt != nil else { return "" }
    return visit.noticeReadAt.map { "机构于 \($0.chinese) 查看" } ?? "机构尚未查看，请电话确认"
  }

  private static func teamCard(_ model: OneModel) -> some HTML {
    card("检查组") {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("姓名")
              heading("部门")
              heading("身份")
              heading("执法证号")
              heading("状态")
            }
          }
          tbody {
            each(model.members) { member in
              tr {
                td { member.name }
                td { member.department }
                td { member.capacity }
                td { member.certificate }
                td {
                  if let left = member.leftAt {
                    chip(.plain, "\(left.day.chinese)回避或退出")
                  } else {
                    chip(.fine, "在组")
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  private static func recordCard(_ model: OneModel) -> some HTML {
    let list = model.checklist
    return card("检查记录", note: "已记 \(list.doneCount) / \(list.asked.count) 项") {
      bar(list.doneCount, of: list.asked.count)
      if list.selfCheck?.submittedAt == nil {
        p(.class("quiet")) {
          list.selfCheck == nil ? "本计划没有这家机构的自查表。" : "机构尚未提交自查表，现场请一并了解原因。"
        }
      }
      if list.problems.isEmpty {
        p { list.doneCount == 0 ? "尚无检查记录。" : "已记录的项目中没有问题。" }
      } else {
        ul { each(list.problems) { item in problemLine(item) } }
      }
      p { a(.href(Link.visitChecklist(model.visit.id))) { "查看全部检查项和机构自查" } }
    }
  }

  @HTMLBuilder
  private static func problemLine(_ item: ChecklistItem) -> some HTML {
    li {
      b { item.name }
      "：\(item.answer?.description ?? "")　"
      if item.answer?.isCorrected == true { chip(.fine, "已当场改正") }
      if let nature = item.answer?.nature, nature != .ordinary { chip(.bad, nature.short) }
      if item.contradictsSelfCheck { chip(.warning, "与自查不一致") }
    }
  }

  @HTMLBuilder
  private static func resultCard(_ model: OneModel) -> some HTML {
    if !model.results.isEmpty {
      card("检查结果") {
        div(.class("row")) { each(model.results) { result in resultChip(result) } }
        factList([
          ("小结", model.visit.summary), ("特殊情况", model.visit.circumstanceNote),
          ("处置", model.measures.map(\.label).joined(separator: "、")),
          ("公开日", model.visit.publishOn.map { "最迟 \($0.chinese)" } ?? "审定后确定"),
        ])
        each(model.parts) { $0 }
      }
    }
  }

  package static func resultChip(_ result: InspectionResult) -> some HTML {
    chip(result == .noProblem ? .fine : result == .corrected ? .warning : .bad, result.label)
  }

  package static func decisionCard(_ decisions: [VisitDecision]) -> some HTML {
    card("办理记录") {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("时间")
              heading("办理")
              heading("谁")
              heading("内容或理由")
            }
          }
          tbody {
            each(decisions) { decision in
              tr {
                td { decision.at.chinese }
                td { decision.label }
                td { decision.name }
                td(.class("quiet")) { decision.reason }
              }
            }
          }
        }
      }
    }
  }
}
