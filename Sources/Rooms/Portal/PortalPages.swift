internal import Bodies
internal import Findings
internal import HTML
internal import Kernel
internal import Publication
internal import SelfChecks
internal import Supervision
internal import Visits

/// What a body sees when it signs in, and its rectifications.
enum PortalPages {
  struct Model {
    let body: Publication.BodyRow
    let fields: [String]
    let tasks: [DeskTask]
    let notices: [VisitNotice]
    let selfChecks: [SelfCheck]
    let rectifications: [Rectification]
    let drawn: [Publication.DrawnRow]
    let results: [PublicResultPages.Entry]
    let now: Instant
  }

  static func landing(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "机构门户") {
      pageHead(
        model.body.name, "\(model.body.uscc) · 证书 \(model.body.certificateNumber)")
      next(model)
      div(.class("columns")) {
        card("现场检查告知") { notices(model) }
        card("自查") { selfChecks(model) }
        card("整改") { rectifications(model) }
      }
      publicPart(model)
    }
  }

  private static func next(_ model: Model) -> some HTML {
    card("要办的事", note: model.tasks.isEmpty ? nil : "\(model.tasks.count)件，按期限排列") {
      if model.tasks.isEmpty {
        emptyState("现在没有要办的事。有检查告知、自查或整改时，会出现在这里。")
      } else {
        div(.class("scroll")) {
          table(.class("stacked")) {
            thead {
              tr {
                heading("事项")
                heading("内容")
                heading("期限")
              }
            }
            tbody {
              each(model.tasks) { task in
                tr {
                  td { a(.class("button"), .href(task.link)) { task.matter } }
                  td(.class("wrap")) {
                    b { task.subject }
                    p(.class("small quiet")) { task.note }
                  }
                  td(.data("data-label", "期限")) { due(task.due, model.now) }
                }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func due(_ due: Instant?, _ now: Instant) -> some HTML {
    if let due {
      if due < now { chip(.bad, "逾期") }
      due.chinese
    }
  }

  @HTMLBuilder
  private static func notices(_ model: Model) -> some HTML {
    if model.notices.isEmpty {
      p(.class("quiet")) { "没有检查告知。" }
    } else {
      ul(.class("plain-list")) {
        each(model.notices) { notice in
          li {
            a(.href(Link.notice(notice.visit))) { "\(notice.fieldName)现场检查" }
            chip(notice.isComing ? .act : .plain, notice.isComing ? "即将检查" : "已检查或检查中")
            span(.class("small quiet")) { notice.startsAt?.chinese ?? "" }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func selfChecks(_ model: Model) -> some HTML {
    if model.selfChecks.isEmpty {
      p(.class("quiet")) { "没有需要填报的自查表。" }
    } else {
      ul(.class("plain-list")) {
        each(model.selfChecks) { check in
          li {
            a(.href(Link.ownSelfCheck(check.id))) { check.formTitle }
            SelfCheckPages.stageChip(check, model.now.day)
            span(.class("small quiet")) { "期限 \(check.dueOn?.chinese ?? "")" }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func rectifications(_ model: Model) -> some HTML {
    if model.rectifications.isEmpty {
      p(.class("quiet")) { "没有整改要求。" }
    } else {
      ul(.class("plain-list")) {
        each(model.rectifications) { item in
          li {
            a(.href(Link.ownRectification(item.id))) { "\(item.fieldName)整改" }
            stageChip(item, model.now.day)
            span(.class("small quiet")) { "期限 \(item.dueOn?.chinese ?? "")" }
          }
        }
      }
    }
  }

  private static func stageChip(_ item: Rectification, _ today: CalendarDay) -> some HTML {
    if item.isOverdue(on: today) { return chip(.bad, "逾期未整改") }
    return chip(
      item.stage == .closed ? .fine : item.stage == .answered ? .act : .warning,
      item.stage.label)
  }

  private static func publicPart(_ model: Model) -> some HTML {
    card("公众能看到的本机构信息", note: "与公示页面一致") {
      factList([
        ("地址", model.body.address), ("领域", model.fields.joined(separator: "、")),
        ("证书有效期至", model.body.certificateUntil?.chinese ?? ""),
        ("状态", model.body.statusLabel),
      ])
      ul(.class("plain-list")) {
        each(model.drawn) { row in
          li {
            a(.href(Link.publicDrawWhy(row.draw, model.body.id.number))) {
              "第\(row.draw)次抽取：我为什么被抽中"
            }
            span(.class("small quiet")) { "机会 \(row.allocated)/\(row.records)" }
          }
        }
        each(model.results) { entry in
          li {
            a(.href(PublicResultPages.link(entry.row))) {
              entry.record.national.map(\.name).joined(separator: "、")
            }
            PublicResultPages.versionChip(entry.row)
            span(.class("small quiet")) { entry.row.publishedAt.day.chinese }
          }
        }
      }
      p { a(.class("button"), .href(Link.publicBody(model.body.id))) { "打开公示页面" } }
      p(.class("small quiet")) { "登记信息有误，请向所在地市场监督管理部门申请更正。" }
    }
  }

  // MARK: rectification

  struct RectificationModel {
    let item: Rectification
    let entries: [RectificationEntry]
    let today: CalendarDay
    var draft = ""
    var problems: [String] = []
  }

  static func rectification(_ frame: Frame, _ model: RectificationModel) -> some HTML {
    let item = model.item
    return officePage(frame, "整改", trail: [("机构门户", .portal)]) {
      pageHead("整改", "\(item.planTitle) · \(item.fieldName)")
      problemList(model.problems)
      card {
        div(.class("row")) {
          stageChip(item, model.today)
          span { "整改期限 \(item.dueOn?.chinese ?? "")" }
          span(.class("quiet")) { item.closedAt.map { "\($0.chinese) 闭环" } ?? "" }
        }
        h2 { "整改要求" }
        p(.class("said")) { item.demand }
      }
      if item.stage.verdict(on: .answer).isAllowed {
        card("提交整改情况", note: item.stage == .returned ? "上次提交已退回，请按意见补充" : nil) {
          postForm(.answerRectification(item.id), frame.formToken) {
            textField(
              "整改情况", "content", model.draft, hint: "写明整改了什么、怎样整改、何时完成",
              .literal("rows", "8"))
            submitButton("提交整改情况")
          }
        }
      }
      card("经过") {
        if model.entries.isEmpty {
          p(.class("quiet")) { "\(item.openedAt.chinese) 责令整改，机构尚未答复。" }
        } else {
          ol(.class("plain-list")) {
            each(model.entries) { entry in
              li {
                b { entry.label }
                span(.class("small quiet")) { " \(entry.at.chinese)" }
                p(.class("said")) { entry.content }
              }
            }
          }
        }
      }
    }
  }
}
