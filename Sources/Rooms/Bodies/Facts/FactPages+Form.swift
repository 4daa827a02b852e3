internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

/// The form of a fact as it was typed, with what is wrong beside each field.
struct FactForm {
  var values: [String: String] = [:]
  var fields: Set<String> = []
  var reason = ""
  var problems: [String: String] = [:]
}

extension FactPages {
  struct FormModel {
    let body: Body
    let kind: FactKind
    /// `nil` for a new one.
    let fact: Fact?
    let form: FactForm
    let words: FactWords
    let today: CalendarDay
    /// Names of the current sites.
    let sites: [String]
    /// What is doubtful about the number of a certificate.
    let warnings: [String]
    let problems: [String]
  }

  static func form(_ frame: Frame, _ model: FormModel) -> some HTML {
    let kind = model.kind
    let title = model.fact == nil ? "登记\(kind.title)" : "修改\(kind.title)"
    let list = Link.bodyFacts(model.body.id, kind)
    return officePage(
      frame, title,
      trail: [
        ("工作台", .desk), ("检验检测机构", .bodies), (model.body.row.name, .body(model.body.id)),
        (kind.title, list),
      ]
    ) {
      pageHead("\(title)：\(model.body.row.name)", kind.explanation)
      problemList(model.problems)
      each(model.warnings) { warning in p(.class("notes"), .role("note")) { warning } }
      card {
        postForm(
          model.fact.map { .bodyFact(model.body.id, kind, $0.id) }
            ?? .bodyFactNew(model.body.id, kind), frame.formToken
        ) {
          if let fact = model.fact { hiddenField("seen", String(fact.since.milliseconds)) }
          each(kind.columns) { column in field(column, model) }
          if kind.hasFields { fieldChoices(model) }
          inputField(
            model.fact == nil ? "依据或来源" : "修改理由", "reason", model.form.reason,
            hint: "记入变更记录和操作日志", problem: model.form.problems["reason"])
          div(.class("actions wide")) {
            submitButton("保存")
            a(.href(list)) { "返回，不保存" }
          }
        }
      }
      if let fact = model.fact { after(frame, fact, model) }
    }
  }

  @HTMLBuilder
  private static func after(_ frame: Frame, _ fact: Fact, _ model: FormModel) -> some HTML {
    let link = Link.bodyFact(model.body.id, model.kind, fact.id)
    if hasPersonal(fact, model.kind) {
      card("完整号码") { revealForm(BodyPersonal.kind, fact.id, frame) }
    }
    if !fact.isMain {
      card("结束这一条", note: "不会删除，仍留在变更记录里") {
        postForm(link.part("end"), frame.formToken) {
          inputField("结束理由", "end-reason", hint: "如 已离职、设备报废、声明作废")
          button(.class("button"), .type("submit")) { "结束" }
        }
      }
    }
  }

  private static func hasPersonal(_ fact: Fact, _ kind: FactKind) -> Bool {
    kind.columns.enumerated().contains {
      $0.element.isPersonal && fact.values[$0.offset] != .text("")
        && fact.values[$0.offset] != .null
    }
  }

  @HTMLBuilder
  private static func field(_ column: FactColumn, _ model: FormModel) -> some HTML {
    let value = model.form.values[column.key] ?? ""
    let problem = model.form.problems[column.key]
    let caption = column.isRequired ? column.caption : column.caption + "（可不填）"
    if column.isFixed, model.fact != nil {
      fixed(column, value, model)
    } else {
      switch column.content {
      case .long: textField(caption, column.key, value, hint: column.hint, problem: problem)
      case .day:
        inputField(caption, column.key, value, kind: .day, hint: column.hint, problem: problem)
      case .code, .word, .site:
        selectField(
          caption, column.key, value, choices(column, value, model), hint: column.hint,
          problem: problem)
      case .phone, .identity:
        inputField(
          caption, column.key, value,
          hint: value.contains("*") ? "已登记，只显示末几位；保持原样则不改动" : column.hint,
          problem: problem, .literal("autocomplete", "off"))
      default: inputField(caption, column.key, value, hint: column.hint, problem: problem)
      }
    }
  }

  private static func fixed(
    _ column: FactColumn, _ value: String, _ model: FormModel
  ) -> some HTML {
    div(.class("field")) {
      hiddenField(column.key, value)
      span(.class("label")) { column.caption }
      p { model.words.shown(.text(value), column) }
    }
  }

  private static func choices(
    _ column: FactColumn, _ value: String, _ model: FormModel
  ) -> [(value: String, label: String)] {
    var choices: [(value: String, label: String)]
    switch column.content {
    case .code(let kind):
      choices = model.words.codes.choices(kind, on: model.today)
      // What stands there may have gone out of force since.
      if !value.isEmpty, !choices.contains(where: { $0.value == value }) {
        choices.append((value, model.words.codes.name(kind, value)))
      }
    case .word(let words): choices = words.map { (value: $0.code, label: $0.label) }
    case .site: choices = model.sites.map { (value: $0, label: $0) }
    default: choices = []
    }
    return column.isRequired ? choices : [(value: "", label: "不填")] + choices
  }

  private static func fieldChoices(_ model: FormModel) -> some HTML {
    fieldset {
      legend { "授权或从事的领域" }
      each(model.words.fields.entries) { field in
        label(.class("choice")) {
          input(
            .type("checkbox"), .name("field"), .value(field.code),
            .flag("checked", model.form.fields.contains(field.code)))
          span { field.name }
        }
      }
      if let problem = model.form.problems["field"] { p(.class("problem")) { problem } }
    }
  }
}
