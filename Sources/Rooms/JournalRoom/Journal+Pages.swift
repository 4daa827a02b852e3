internal import HTML
internal import Kernel
internal import Supervision

enum JournalPages {
  struct Model {
    let page: JournalPage
    let filter: JournalFilter
    /// Whether the page is not the newest one.
    let isBack: Bool
    let closed: [ClosedYear]
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "操作日志", trail: [("工作台", .desk)]) {
      pageHead("操作日志", "每条记录带有前一条的指纹，改动、缺失或调换任何一条都能查出：mingcha journal verify。")
      card {
        filters(frame, model.filter)
        if model.page.entries.isEmpty {
          empty(model)
        } else {
          entryTable(frame, model.page.entries)
        }
        pages(model)
      }
      exportCard(frame, model.filter)
      if !model.closed.isEmpty { closedCard(model.closed) }
    }
  }

  private static func filters(_ frame: Frame, _ filter: JournalFilter) -> some HTML {
    getForm(.journal, .class("filters")) {
      selectField("记录种类", "kind", filter.kind, frame.words.kindChoices(with: filter.kind))
      inputField("记录编号", "subject", filter.subject, kind: .number)
      inputField("人员", "person", filter.person, kind: .search, hint: "登录名或姓名")
      selectField("操作", "action", filter.action, frame.words.actionChoices(with: filter.action))
      inputField("自", "from", filter.from, kind: .day)
      inputField("至", "until", filter.until, kind: .day, problem: filter.problem)
      sideButton("筛选")
      if filter.isNarrowed { a(.href(Link.journal)) { "清除条件" } }
    }
  }

  @HTMLBuilder
  private static func empty(_ model: Model) -> some HTML {
    if model.page.isCut {
      emptyState("查过的这一段里没有符合条件的日志，请继续往前查，或填写日期缩小范围。")
    } else {
      emptyState("没有符合条件的日志。请放宽筛选条件，或核对登录名、编号和日期。")
    }
  }

  private static func entryTable(_ frame: Frame, _ entries: [JournalEntry]) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("序号", isNumber: true)
            heading("时间")
            heading("谁")
            heading("做了什么")
            heading("记录")
            heading("指纹")
          }
        }
        tbody {
          each(entries) { entry in
            tr {
              td(.class("num")) { entry.number }
              td { Instant(milliseconds: entry.at).chinese }
              td { entry.actor }
              td(.class("wrap")) { frame.words.sentence(entry) }
              td(.class("wrap")) {
                a(.href(Link.journal(of: entry.subjectKind, entry.subject))) {
                  "\(frame.words.kind(entry.subjectKind)) \(entry.subject)"
                }
              }
              td { hash(entry.digest) }
            }
          }
        }
      }
    }
  }

  private static func pages(_ model: Model) -> some HTML {
    nav(.class("pager"), .label("分页")) {
      if model.page.isCut, let older = model.page.older {
        span { "已查到第 \(older) 条，更早的还没有查。" }
      }
      if model.isBack { a(.href(Link.journal.with(model.filter.pairs))) { "最新" } }
      if let newer = model.page.newer {
        a(.href(Link.journal.with(model.filter.pairs + [("after", String(newer))]))) { "较新" }
      }
      if let older = model.page.older {
        a(.href(Link.journal.with(model.filter.pairs + [("before", String(older))]))) {
          model.page.isCut ? "继续往前查" : "较早"
        }
      }
    }
  }

  private static func exportCard(_ frame: Frame, _ filter: JournalFilter) -> some HTML {
    card("导出并证明", note: "收到文件的人不用登录也能核对") {
      p(.class("quiet")) {
        "按上面的条件导出全部记录（每行一条，JSON），附在树里的证明（RFC 6962）。收到的人运行 mingcha journal check 文件，"
          + "即可核对这些记录确在日志中、没有改动；树根与每日锚定一致才算数。导出本身也记入日志。"
      }
      postForm(.journalExport, frame.formToken) {
        each(filter.pairs) { pair in hiddenField(pair.0, pair.1) }
        p(.class("actions")) {
          button(.class("button main"), .type("submit")) { "导出并附证明" }
          button(
            .class("button"), .type("submit"), .name("format"), .value("csv")
          ) { "导出为表格（CSV）" }
        }
      }
      p(.class("hint")) { "表格供阅读和统计，没有证明；要向别人证明时请导出前一种。" }
    }
  }

  private static func closedCard(_ years: [ClosedYear]) -> some HTML {
    card("已归档的年度", note: "记录不删除，只是移到文件里，指纹仍然相接") {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("年度")
              heading("序号")
              heading("文件")
              heading("文件的 SHA-256")
              heading("归档时间")
            }
          }
          tbody {
            each(years) { year in
              tr {
                td { year.year }
                td { "\(year.first) 至 \(year.last)" }
                td { year.file }
                td { hash(year.digest, isWhole: true) }
                td { year.at.chinese }
              }
            }
          }
        }
      }
    }
  }
}
