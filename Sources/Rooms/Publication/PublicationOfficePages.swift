internal import Draws
internal import HTML
internal import Kernel
internal import Supervision
internal import Visits

/// The publisher's desk: what is due, what is public, what has to be corrected.
enum PublicationOfficePages {
  struct Model {
    let due: [Publication.DueRow]
    let published: [PublicResultPages.Entry]
    let paging: Paging
    let actor: Actor
    let today: CalendarDay
    let rule: LegalRule?
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "公示", trail: [("工作台", .desk)]) {
      pageHead("公示", "审定的结果到期自动公开；公示员可以提前公开，也可以更正已公开的结果。") {
        a(.class("button"), .href(Link.publicResults)) { "公众看到的页面" }
      }
      card("待公开", note: model.rule.map { "期限：检查任务完成后\($0.display)" }) {
        if model.due.isEmpty {
          emptyState("没有待公开的结果。审核人审定之后会出现在这里。")
        } else {
          dueTable(frame, model)
          if model.due.count == Publication.dueLimit {
            p(.class("quiet")) { "只显示最早到期的\(Publication.dueLimit)条。" }
          }
        }
      }
      card("已公开", note: "共\(model.paging.total)条") {
        if model.published.isEmpty {
          emptyState("辖区内还没有公开的检查结果。")
        } else {
          publishedTable(model)
          pager(model.paging, .publications, [])
        }
      }
    }
  }

  private static func dueTable(_ frame: Frame, _ model: Model) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("计划")
            heading("审定时间")
            heading("最迟公开")
            heading("")
          }
        }
        tbody {
          each(model.due) { row in
            tr {
              td(.class("name")) { a(.href(Link.visit(row.visit))) { row.bodyName } }
              td(.class("wrap")) { row.planTitle }
              td(.data("data-label", "审定")) { row.approvedAt?.chinese ?? "" }
              td(.data("data-label", "最迟公开")) {
                dueText(row, model.today)
              }
              td {
                if model.actor.may(.publish) {
                  postForm(.publishNow(row.visit), frame.formToken, .class("inline")) {
                    button(.class("button main"), .type("submit")) { "现在公开" }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func dueText(_ row: Publication.DueRow, _ today: CalendarDay) -> some HTML {
    if let day = row.publishOn {
      if day < today { chip(.bad, "已到期") }
      day.chinese
    } else {
      "审定时未能推算"
    }
  }

  private static func publishedTable(_ model: Model) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("检查结果")
            heading("公开时间")
            heading("公开人")
            heading("版本")
            heading("")
          }
        }
        tbody {
          each(model.published) { entry in
            tr {
              td(.class("name")) {
                a(.href(Link.publicResult(entry.row.subject))) { entry.row.title }
              }
              td(.class("wrap")) { entry.record.results.map(\.name).joined(separator: "、") }
              td { entry.row.publishedAt.chinese }
              td { entry.row.publisher ?? "系统到期公开" }
              td { PublicResultPages.versionChip(entry.row) }
              td {
                if model.actor.may(.publish) {
                  a(.class("button"), .href(Link.correct(entry.row.subject))) { "更正" }
                }
              }
            }
          }
        }
      }
    }
  }

  struct CorrectModel {
    let entry: PublicResultPages.Entry
    let draft: Publication.CorrectionDraft
    let problems: [String]
  }

  static func correct(_ frame: Frame, _ model: CorrectModel) -> some HTML {
    let record = model.entry.record
    return officePage(
      frame, "更正公示", trail: [("工作台", .desk), ("公示", .publications)]
    ) {
      pageHead("更正公示", "\(record.body.name) · 现行第\(record.version)版")
      problemList(model.problems)
      p(.class("notes")) { "更正会公布一个新的版本，连同理由；原来的版本保留，并标明已被更正。情况说明中不要写个人信息。" }
      card {
        postForm(.correct(record.result), frame.formToken) {
          hiddenField("version", String(model.draft.version))
          fieldset {
            legend { "检查结果（“未发现问题”不能与其他结果同时选择）" }
            each(InspectionResult.allCases) { result in
              label(.class("choice")) {
                input(
                  .type("checkbox"), .name("result"), .value(result.code),
                  .flag("checked", model.draft.codes.contains(result.code)))
                span { result.label }
              }
            }
          }
          textField(
            "情况说明", "summary", model.draft.summary, hint: "不超过\(Publication.summaryLimit)个字，将公开")
          textField(
            "更正理由", "reason", model.draft.reason,
            hint: "必填，不超过\(Publication.reasonLimit)个字，将与新版本一起公开")
          submitButton("公布更正")
        }
      }
    }
  }
}
