internal import HTML
internal import Kernel
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
    CodeNames(model.words.departments.entries.filter { $0.code != Keeper.expertDepartment })
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
}
