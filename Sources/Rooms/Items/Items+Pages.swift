internal import Governance
internal import HTML
internal import Kernel
internal import Supervision

package enum ItemPages {
  struct ListModel {
    let rows: [Items.Version]
    let paging: Paging
    let filter: Items.Filter
    let words: Items.Words
    let today: CalendarDay
    let mayChange: Bool
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "事项清单", trail: [("工作台", .desk)]) {
      pageHead("事项清单", "没有公布的事项不得检查。计划从已公布、在检查期内有效的事项中选定。") {
        a(.class("button"), .href(Link.publicItems)) { "公开页面" }
        a(.class("button"), .href(Link.itemsExport.with(model.filter.pairs))) { "导出CSV" }
        if model.mayChange { a(.class("button main"), .href(Link.itemNew)) { "编制事项" } }
      }
      card {
        getForm(.items, .class("filters")) {
          filters(model.filter, model.words)
          selectField(
            "状态", "state", model.filter.state.rawValue,
            Items.State.allCases.map { ($0.rawValue, $0.label) })
          sideButton("筛选")
        }
        if model.rows.isEmpty {
          emptyState("没有符合条件的事项。请放宽条件，或编制事项后公布。", ("查看已公布的事项", .items))
        } else {
          listTable(model)
          pager(model.paging, .items, model.filter.pairs)
        }
      }
    }
  }

  @HTMLBuilder
  static func filters(_ filter: Items.Filter, _ words: Items.Words) -> some HTML {
    inputField("事项、内容、依据或编号", "find", filter.text, kind: .search)
    selectField(
      "清单", "list", filter.list,
      CodeNames(words.codes.named(.itemList)).choices(all: "全部"))
    selectField(
      "部门", "department", filter.department, words.departments.choices(all: "全部"))
    selectField("领域", "field", filter.field, words.fields.choices(all: "全部"))
  }

  private static func listTable(_ model: ListModel) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("编号")
            heading("事项")
            heading("清单")
            heading("责任部门")
            heading("参与部门")
            heading("对象")
            heading("比例上限", isNumber: true)
            heading("有效期")
            heading("状态")
          }
        }
        tbody {
          each(model.rows) { row in
            tr {
              td { code { row.code } }
              td(.class("name")) { a(.href(Link.item(row.item))) { row.content.name } }
              td(.class("wrap")) { model.words.codes.name(.itemList, row.content.list) }
              td(.data("data-label", "部门")) { model.words.departments[row.content.department] }
              td(.class("quiet"), .data("data-label", "参与")) {
                model.words.departments.joined(row.content.partners)
              }
              td(.class("wrap"), .data("data-label", "对象")) { row.content.object }
              td(.class("num"), .data("data-label", "比例上限")) {
                row.content.ratio.map { "\(percentText($0))%" }
              }
              td(.class("wrap")) { model.words.period(row.content) }
              td { state(row, model.today) }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  static func state(_ row: Items.Version, _ today: CalendarDay) -> some HTML {
    if row.state == .published, today < row.content.validFrom {
      chip(.warning, "已公布，尚未生效")
    } else if row.state == .published, let until = row.content.validUntil, until < today {
      chip(.bad, "已过有效期")
    } else {
      chip(row.state.tint, row.state.label)
    }
  }

  // MARK: one

  struct OneModel {
    let versions: [Items.Version]
    let words: Items.Words
    /// What other rooms tell of the item.
    let parts: [Markup]
    let clauses: [ClauseReference]
    let history: RecordHistory
    let today: CalendarDay
    let mayChange: Bool
    let problems: [String]

    var live: Items.Version? { versions.first { $0.state == .published } }
    var draft: Items.Version? { versions.first { $0.state == .draft } }
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let shown = model.live ?? model.draft ?? model.versions[0]
    return officePage(
      frame, shown.content.name, trail: [("工作台", .desk), ("事项清单", .items)]
    ) {
      pageHead(shown.content.name, "编号 \(shown.code) · \(model.words.regions[shown.region])") {
        if model.mayChange {
          a(.class("button"), .href(Link.itemEdit(shown.item))) {
            model.draft == nil ? "编制新版本" : "修改草稿"
          }
        }
      }
      problemList(model.problems)
      if let draft = model.draft { draftCard(frame, model, draft) }
      if let live = model.live ?? model.versions.first(where: { $0.state == .ended }) {
        card("第\(live.number)版") {
          p(.class("row")) { state(live, model.today) }
          factList(model.words.facts(live.content))
        }
      }
      clauses(model)
      each(model.parts) { $0 }
      changes(model)
      if model.mayChange, let live = model.live { ending(frame, live) }
      recordHistory(frame, model.history)
    }
  }

  private static func draftCard(
    _ frame: Frame, _ model: OneModel, _ draft: Items.Version
  ) -> some HTML {
    section(.class("card next")) {
      h2 { "第\(draft.number)版草稿，尚未公布" }
      factList(model.words.facts(draft.content))
      if model.mayChange {
        div(.class("columns")) {
          postForm(.itemPublish(draft.item), frame.formToken) {
            inputField("公布依据", "reason", hint: "如 局务会审议通过的文件")
            submitButton("公布这一版")
          }
          postForm(.itemDrop(draft.item), frame.formToken) {
            button(.class("button"), .type("submit")) { "放弃草稿" }
          }
        }
      }
    }
  }

  private static func clauses(_ model: OneModel) -> some HTML {
    card("依据条款", note: "规范性文件库中指向这个事项的条款") {
      if model.clauses.isEmpty {
        p(.class("quiet")) { "还没有条款指向这个事项。可在文件页面的条款下登记。" }
      } else {
        ul {
          each(model.clauses) { clause in
            li { a(.href(clause.link)) { clause.words } }
          }
        }
      }
    }
  }

  /// What changed from version to version, newest first.
  private static func changes(_ model: OneModel) -> some HTML {
    card("版本沿革", note: "公布过的版本永久保留") {
      dataTable(["版本", "状态", "公布", "停用", "与前一版相比"]) {
        each(model.versions) { version in
          tr {
            td { "第\(version.number)版" }
            td { chip(version.state.tint, version.state.label) }
            td { version.publishedAt?.chinese }
            td { version.endedAt?.chinese }
            td(.class("wrap")) { difference(version, model) }
          }
        }
      }
    }
  }

  private static func difference(_ version: Items.Version, _ model: OneModel) -> String {
    guard let before = model.versions.first(where: { $0.number < version.number }) else {
      return "首次编制"
    }
    let old = model.words.facts(before.content)
    let new = model.words.facts(version.content)
    let changes = zip(old, new).filter { $0.value != $1.value }
      .map {
        "\($0.label)：\($0.value.isEmpty ? "（空）" : $0.value) → \($1.value.isEmpty ? "（空）" : $1.value)"
      }
    return changes.isEmpty ? "内容相同" : changes.joined(separator: "；")
  }

  private static func ending(_ frame: Frame, _ live: Items.Version) -> some HTML {
    card("停用", note: "停用后不得再按这个事项检查，已封存的计划须重新选定") {
      postForm(.itemEnd(live.item), frame.formToken) {
        inputField("停用依据", "reason", id: "end-reason")
        button(.class("button"), .type("submit")) { "停用这个事项" }
      }
    }
  }
}
