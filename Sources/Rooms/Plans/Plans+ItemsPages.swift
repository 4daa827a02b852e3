internal import HTML
internal import Items
internal import Kernel
internal import Storage
internal import Supervision

extension PlanPages {
  struct ItemsModel {
    let plan: Plan
    let open: [Items.Version]
    let chosen: Set<ItemVersionID>
    let words: Items.Words
    let problems: [String]
  }

  static func items(_ frame: Frame, _ model: ItemsModel) -> some HTML {
    let plan = model.plan
    return officePage(
      frame, "选定抽查事项",
      trail: [("工作台", .desk), ("计划", .plans), (plan.content.title, .plan(plan.id))]
    ) {
      pageHead(
        "选定抽查事项",
        "列出的事项已经公布，并在现场检查期间（\(plan.content.visitsFrom.chinese)至\(plan.content.visitsUntil.chinese)）一直有效。"
      )
      problemList(model.problems)
      card {
        if model.open.isEmpty {
          emptyState("本辖区和上级都没有这一期间有效的抽查事项。请先在事项清单中编制并公布。", ("事项清单", .items))
        } else {
          postForm(.planItems(plan.id), frame.formToken) {
            div(.class("wide")) { choiceTable(model) }
            div(.class("actions wide")) {
              submitButton("保存选定的事项")
              a(.href(Link.plan(plan.id))) { "返回，不保存" }
            }
          }
        }
      }
    }
  }

  private static func choiceTable(_ model: ItemsModel) -> some HTML {
    dataTable(["选定", "编号", "事项", "清单", "责任部门", "适用领域", "依据"]) {
      each(model.open) { row in
        tr {
          td {
            input(
              .type("checkbox"), .name("item"), .value(row.id.description),
              .label("选定\(row.content.name)"),
              .flag("checked", model.chosen.contains(row.id)))
          }
          td { code { row.code } }
          td(.class("name")) { a(.href(Link.item(row.item))) { row.content.name } }
          td { model.words.codes.name(.itemList, row.content.list) }
          td { model.words.departments[row.content.department] }
          td(.class("wrap")) {
            row.content.fields.isEmpty ? "各领域" : model.words.fields.joined(row.content.fields)
          }
          td(.class("wrap quiet")) { row.content.basis }
        }
      }
    }
  }

  /// The items on the page of their plan.
  static func itemsCard(
    _ plan: PlanID, _ items: [(code: String, name: String, link: Link)], faults: [String],
    mayChange: Bool
  ) -> some HTML {
    card("抽查事项", note: "没有公布的事项不得检查") {
      if !faults.isEmpty {
        div(.class("problems")) { ul { each(faults) { fault in li { fault } } } }
      }
      if items.isEmpty {
        p(.class("quiet")) { "没有选定事项。" }
      } else {
        ul {
          each(items) { item in
            li {
              code { item.code }
              " "
              a(.href(item.link)) { item.name }
            }
          }
        }
      }
      if mayChange { a(.class("button"), .href(Link.planItems(plan))) { "选定抽查事项" } }
    }
  }

  /// The plans that use an item.
  static func users(of plans: [(id: PlanID, title: String)]) -> Markup {
    card("选用这个事项的计划") {
      if plans.isEmpty {
        p(.class("quiet")) { "还没有计划选用。" }
      } else {
        ul { each(plans) { plan in li { a(.href(Link.plan(plan.id))) { plan.title } } } }
      }
    }.markup
  }
}
