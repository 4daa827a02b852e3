internal import HTML
internal import Storage
internal import Supervision

extension ItemPages {
  struct EditModel {
    let item: ItemID?
    let form: ItemForm
    let words: Items.Words
    let offices: [String]
    let today: CalendarDay
    let problems: [String]
  }

  static func edit(_ frame: Frame, _ model: EditModel) -> some HTML {
    let heading = model.item == nil ? "编制事项" : "编制新版本"
    let target: Link = model.item.map { Link.itemEdit($0) } ?? .items
    let back: Link = model.item.map { Link.item($0) } ?? .items
    return officePage(frame, heading, trail: [("工作台", .desk), ("事项清单", .items)]) {
      pageHead(heading, "先存为草稿，核对后再公布。公布之前，现行版本不受影响。")
      problemList(model.problems)
      card {
        postForm(target, frame.formToken) {
          head(model)
          each(ItemForm.texts) { text in
            inputField(
              text.caption, text.name, model.form[text.name], hint: hint(text.name, model),
              problem: model.form.problems[text.name])
          }
          numbers(model)
          choices(
            "检查方式", "method", model.words.codes.names(.checkMethod, on: model.today),
            model.form.methods, model)
          choices("适用领域（不选表示各领域）", "field", model.words.fields, model.form.fields, model)
          choices("参与部门", "partner", offices(model), model.form.partners, model)
          inputField("理由", "reason", model.form["reason"], problem: model.form.problems["reason"])
          div(.class("actions wide")) {
            submitButton("存为草稿")
            a(.href(back)) { "返回，不保存" }
          }
        }
      }
    }
  }

  private static func offices(_ model: EditModel) -> CodeNames {
    CodeNames(model.words.departments.entries.filter { $0.code != Registry.expertDepartment })
  }

  @HTMLBuilder
  private static func head(_ model: EditModel) -> some HTML {
    let form = model.form
    if model.item == nil {
      inputField(
        "编号", "code", form["code"], hint: "半角，例如 C06-1；公布后不变", problem: form.problems["code"])
    } else {
      div(.class("field")) {
        span(.class("label")) { "编号" }
        code { form["code"] }
      }
    }
    selectField(
      "清单", "list", form["list"],
      model.words.codes.choices(.itemList, on: model.today), problem: form.problems["list"])
    selectField(
      "类别", "class", form["class"],
      model.words.codes.choices(.itemClass, on: model.today), problem: form.problems["class"])
    selectField(
      "责任部门", "department", form["department"], offices(model).choices(all: "请选择"),
      problem: form.problems["department"])
  }

  private static func hint(_ name: String, _ model: EditModel) -> String? {
    switch name {
    case "basis": "法律、法规、规章或规范性文件的名称和条款"
    case "frequency": "如 每年不超过1次"
    case "materials": "被检查机构需要准备的材料，用“、”隔开"
    case "office":
      model.offices.isEmpty ? nil : "本机关的处室：" + model.offices.joined(separator: "、")
    default: nil
    }
  }

  @HTMLBuilder
  private static func numbers(_ model: EditModel) -> some HTML {
    let form = model.form
    inputField(
      "每年抽查比例上限（%）", "ratio", form["ratio"], hint: "没有就留空", problem: form.problems["ratio"])
    inputField(
      "办理时限（工作日）", "limit_days", form["limit_days"], kind: .number, hint: "仅行政许可事项填写",
      problem: form.problems["limit_days"])
    inputField(
      "生效日期", "valid_from", form["valid_from"], kind: .day,
      problem: form.problems["valid_from"])
    inputField(
      "有效期至", "valid_until", form["valid_until"], kind: .day, hint: "空着表示长期有效",
      problem: form.problems["valid_until"])
  }

  private static func choices(
    _ caption: String, _ name: String, _ table: CodeNames, _ chosen: Set<String>,
    _ model: EditModel
  ) -> some HTML {
    fieldset(.class("wide")) {
      legend { caption }
      each(table.entries) { entry in
        label(.class("choice")) {
          input(
            .type("checkbox"), .name(name), .value(entry.code),
            .flag("checked", chosen.contains(entry.code)))
          span { entry.name }
        }
      }
      if let problem = model.form.problems[name] { p(.class("problem")) { problem } }
    }
  }

  // MARK: items of a plan

  struct PlanModel {
    let plan: Plan
    let open: [Items.Version]
    let chosen: Set<ItemVersionID>
    let words: Items.Words
    let problems: [String]
  }

  static func plan(_ frame: Frame, _ model: PlanModel) -> some HTML {
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

  private static func choiceTable(_ model: PlanModel) -> some HTML {
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
  static func planCard(
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
}
