internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension PlanPages {
  struct EditModel {
    let plan: PlanID
    let form: PlanForm
    let faults: [FormFault]
    /// Whether something was sent and not saved.
    let isRefused: Bool
    /// What the typed values would lead to; `nil` when they cannot be read.
    let outlook: (PlanOutlook, PlanContent)?
    let fields: [(code: String, name: String)]
    let departments: [(code: String, name: String)]
    let templates: [(id: TemplateID, title: String)]

    func problem(_ input: String) -> String? {
      let found = faults.filter { $0.input == input }.map(\.sentence)
      return found.isEmpty ? nil : found.joined(separator: " ")
    }
  }

  static func edit(_ frame: Frame, _ model: EditModel) -> some HTML {
    officePage(frame, "修改计划", trail: trail + [("计划内容", .plan(model.plan))]) {
      pageHead("修改计划", "改动数量、权重或检查组后可以先“重新测算”，不会保存。")
      if model.isRefused {
        problemList(model.faults.map(\.sentence))
      } else if !model.faults.isEmpty {
        PlanParts.faultList(model.faults)
      }
      if let outlook = model.outlook {
        PlanParts.outlook(outlook.0, outlook.1, foldsPeople: true)
      }
      postForm(.planEdit(model.plan), frame.formToken, .class("plan-form")) {
        headFields(model)
        dayFields(model)
        weightFields(model)
        each(model.form.fields.indices) { index in fieldRow(model, index) }
        newRow(model)
        hiddenField("rows", String(model.form.fields.count + 1))
        buttons()
      }
    }
  }

  private static func buttons() -> some HTML {
    div(.class("wide actions sticky-actions")) {
      button(.class("button main"), .type("submit"), .name("action"), .value("save")) {
        "核对并保存"
      }
      button(.class("button"), .type("submit"), .name("action"), .value("preview")) { "重新测算" }
      button(.class("button"), .type("submit"), .name("action"), .value("draft")) {
        "只存草稿，暂不核对名录"
      }
    }
  }

  private static func headFields(_ model: EditModel) -> some HTML {
    let form = model.form
    return div(.class("wide card form-grid")) {
      h2 { "名称与依据" }
      inputField("计划名称", "title", form.title, problem: model.problem("title"))
      inputField("年度", "year", form.year, kind: .number, problem: model.problem("year"))
      inputField("依据文件", "basis", form.basis, problem: model.problem("basis"))
      selectField(
        "自查表与检查表", "template", form.template,
        model.templates.map { ($0.id.description, $0.title) }, problem: model.problem("template"))
      inputField(
        "抽查总数（家）", "total", form.total, kind: .number, hint: "各领域之和必须等于它",
        problem: model.problem("total"))
      inputField(
        "文件提出的抽查比例（%）", "target-ratio", form.targetRatio, hint: "没有就留空，只作对照",
        problem: model.problem("target-ratio"))
    }
  }

  private static func dayFields(_ model: EditModel) -> some HTML {
    let form = model.form
    return div(.class("wide card form-grid")) {
      h2 { "日期" }
      inputField(
        "自查截止", "self-check-until", form.selfCheckUntil, kind: .day,
        problem: model.problem("self-check-until"))
      inputField(
        "现场检查开始", "visits-from", form.visitsFrom, kind: .day,
        problem: model.problem("visits-from"))
      inputField(
        "现场检查结束", "visits-until", form.visitsUntil, kind: .day,
        problem: model.problem("visits-until"))
      inputField(
        "结果汇总", "results-until", form.resultsUntil, kind: .day,
        problem: model.problem("results-until"))
    }
  }

  private static func weightFields(_ model: EditModel) -> some HTML {
    let form = model.form
    let weights = Array(zip(CreditClass.allCases, form.weights))
    return div(.class("wide card form-grid")) {
      h2 { "差异化与抽取方式" }
      each(weights) { pair in
        inputField(
          "\(pair.0.rawValue) 类（\(pair.0.label)）权重", "weight-\(pair.0.rawValue)", pair.1,
          kind: .number, problem: model.problem("weight-\(pair.0.rawValue)"))
      }
      inputField(
        "每类至少抽取（家）", "minimum", form.minimum, kind: .number, hint: "0 为不设；总数不够时整条不生效",
        problem: model.problem("minimum"))
      selectField(
        "散列算法", "suite", form.suite,
        [("sha256", "SHA-256"), ("sm3", "SM3（GB/T 32905 国密）")], problem: model.problem("suite"))
      label(.class("choice")) {
        input(
          .type("checkbox"), .name("unannounced"), .value("1"),
          .flag("checked", form.isUnannounced))
        span { "飞行检查：抽取后先封存名单，检查结束再公开" }
      }
    }
  }

  private static func fieldRow(_ model: EditModel, _ index: Int) -> some HTML {
    let field = model.form.fields[index]
    let number = index + 1
    return div(.class("wide card form-grid")) {
      div(.class("wide card-head")) {
        h2 { field.name.isEmpty ? "第 \(number) 个领域" : "\(number)．\(field.name)" }
        label(.class("choice push")) {
          input(.type("checkbox"), .name("remove-\(number)"), .value("1"))
          span { "删去这个领域" }
        }
      }
      fieldInputs(model, field, number)
    }
  }

  private static func newRow(_ model: EditModel) -> some HTML {
    let number = model.form.fields.count + 1
    return details(.class("wide card")) {
      summary { "增加一个领域" }
      div(.class("form-grid")) {
        fieldInputs(model, .blank(order: number), number)
      }
    }
  }

  @HTMLBuilder
  private static func fieldInputs(_ model: EditModel, _ field: PlanForm.Field, _ number: Int)
    -> some HTML
  {
    inputField(
      "名称", "name-\(number)", field.name, problem: model.problem("name-\(number)"))
    selectField(
      "名录中的领域", "field-\(number)", field.field,
      [("", "请选择")] + model.fields.map { ($0.code, $0.name) },
      problem: model.problem("field-\(number)"))
    inputField(
      "抽查数（家）", "quota-\(number)", field.quota, kind: .number,
      problem: model.problem("quota-\(number)"))
    inputField("抽取顺序", "order-\(number)", field.order, kind: .number)
    teamInputs(model, field, number)
    textField("检查重点", "focus-\(number)", field.focus, .literal("rows", "2"))
  }

  @HTMLBuilder
  private static func teamInputs(_ model: EditModel, _ field: PlanForm.Field, _ number: Int)
    -> some HTML
  {
    let offices = model.departments.filter { $0.code != PlanRole.expert }
    let choices = [("", "无")] + offices.map { ($0.code, $0.name) }
    let slots = max(PlanForm.partnerSlots, field.partners.count + 1)
    fieldset(.class("wide")) {
      legend { "检查组（人数在右）" }
      if let problem = model.problem("lead-\(number)") { p(.class("problem")) { problem } }
      div(.class("pair")) {
        selectField("牵头部门", "lead-\(number)", field.lead, [("", "请选择")] + choices.dropFirst())
        inputField("人数", "lead-people-\(number)", field.leadPeople, kind: .number)
      }
      each(1...slots) { slot in
        let partner = slot <= field.partners.count ? field.partners[slot - 1] : nil
        div(.class("pair")) {
          selectField(
            "参与部门 \(slot)", "partner-\(number)-\(slot)", partner?.department ?? "", choices)
          inputField(
            "人数", "partner-people-\(number)-\(slot)", partner?.people ?? "1", kind: .number)
        }
      }
      div(.class("pair")) {
        inputField("专家（0 为不请）", "experts-\(number)", field.experts, kind: .number)
      }
    }
  }
}
