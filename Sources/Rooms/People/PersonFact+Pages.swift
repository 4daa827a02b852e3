internal import HTML
internal import Kernel
internal import Supervision

/// The rows about a person on their page.
enum PersonFactPages {
  static func card(
    _ frame: Frame, _ model: PeoplePages.OneModel, _ kind: PersonFactKind
  ) -> some HTML {
    let rows = model.rows.filter { $0.kind == kind }
    let mayChange = model.mayChange && model.asOf == nil
    return Kernel.card(kind.label, note: kind.explanation) {
      if rows.isEmpty {
        p(.class("quiet")) { model.asOf == nil ? "没有登记。" : "当时没有登记。" }
      } else {
        table(frame, model, kind, rows, mayChange: mayChange)
      }
      if mayChange { editor(frame, model, kind) }
    }
  }

  private static func table(
    _ frame: Frame, _ model: PeoplePages.OneModel, _ kind: PersonFactKind, _ rows: [PersonFact],
    mayChange: Bool
  ) -> some HTML {
    let day = model.asOf ?? model.today
    let filled = kind.fields.filter { field in
      field.isRequired
        || rows.contains { !model.words.cell(field.column, kind, $0.draft).isEmpty }
    }
    return dataTable(filled.map(\.label) + [""] + (mayChange ? [""] : [])) {
      each(rows) { row in
        tr(.id("fact-\(row.id)")) {
          each(filled) { field in
            td(.class("wrap")) { model.words.shown(field.column, kind, row.draft) }
          }
          td { state(kind, row.draft, day) }
          if mayChange {
            td {
              a(.href(model.key.link.with([("edit", String(row.id))]).at("form-\(kind.rawValue)")))
              {
                "修改"
              }
              details {
                summary { "终止" }
                postForm(model.key.factEndLink, frame.formToken) {
                  hiddenField("fact", String(row.id))
                  inputField("终止理由", "reason", id: "reason-\(row.id)")
                  button(.class("button"), .type("submit")) { "终止" }
                }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func state(
    _ kind: PersonFactKind, _ fact: PersonFactDraft, _ day: CalendarDay
  ) -> some HTML {
    switch kind {
    case .training: Empty()
    case .leave:
      if fact.isValid(on: day) {
        chip(.warning, "请假中")
      } else if let from = fact.validFrom, day < from {
        chip(.plain, "尚未开始")
      } else {
        chip(.plain, "已结束")
      }
    case .interest:
      if fact.uscc.isEmpty {
        chip(.plain, "没有信用代码，不自动回避")
      } else if let until = fact.recuseUntil, until < day {
        chip(.plain, "回避期已过")
      } else {
        chip(.warning, "回避")
      }
    default:
      if let from = fact.validFrom, day < from {
        chip(.warning, "尚未生效")
      } else if let until = fact.validUntil, until < day {
        chip(.bad, "已过期")
      } else {
        chip(.fine, "有效")
      }
    }
  }

  private static func editor(
    _ frame: Frame, _ model: PeoplePages.OneModel, _ kind: PersonFactKind
  ) -> some HTML {
    let sent = model.form.flatMap { $0.kind == kind ? $0 : nil }
    let form = sent ?? PersonFactForm(kind)
    return details(.id("form-\(kind.rawValue)"), .flag("open", sent != nil)) {
      summary { form.replaces == nil ? "登记一条" : "修改这一条（原来的内容留在历史中）" }
      postForm(model.key.factsLink, frame.formToken) {
        hiddenField("kind", kind.rawValue)
        if let replaces = form.replaces { hiddenField("replaces", String(replaces)) }
        each(kind.fields) { field in input(field, form, model) }
        inputField(
          "理由", "reason", form.reason, problem: form.reasonProblem,
          id: "\(kind.rawValue)-reason")
        div(.class("actions wide")) {
          if form.replaces == nil { sideButton("登记") } else { submitButton("保存修改") }
          if form.replaces != nil { a(.href(model.key.link)) { "不修改" } }
        }
      }
    }
  }

  @HTMLBuilder
  private static func input(
    _ field: PersonFactKind.Field, _ form: PersonFactForm, _ model: PeoplePages.OneModel
  ) -> some HTML {
    let value = form.values[field.column] ?? ""
    let hint: String? = field.hint.isEmpty ? nil : field.hint
    let problem = form.problems[field.column]
    let name = field.column.rawValue
    let id = "\(form.kind.rawValue)-\(name)"
    if field.column == .what, let table = model.words.table(form.kind) {
      selectField(
        field.label, name, value, table.choices(all: "请选择"), hint: hint, problem: problem,
        id: id)
    } else {
      switch field.column {
      case .validFrom, .validUntil, .recuseUntil:
        inputField(field.label, name, value, kind: .day, hint: hint, problem: problem, id: id)
      case .hours:
        inputField(field.label, name, value, kind: .number, hint: hint, problem: problem, id: id)
      default:
        inputField(field.label, name, value, hint: hint, problem: problem, id: id)
      }
    }
  }

  /// What was registered earlier: versions and rows that ended, each with when and by whom.
  static func earlier(_ model: PeoplePages.OneModel) -> some HTML {
    Kernel.card("登记的沿革", note: "改动从不覆盖：每一版留有起止时间、来源和经手人") {
      dataTable(["自", "至", "姓名", "单位", "行政区划", "状态", "来源", "经手人", "理由"]) {
        each(model.versions) { version in
          tr {
            td { version.known.since.chinese }
            td { version.known.until?.chinese ?? "现在" }
            td { version.name }
            td(.class("wrap")) {
              [version.authority, version.employer, version.title].filter { !$0.isEmpty }
                .joined(separator: " · ")
            }
            td { model.regions[version.region] }
            td { version.status.label }
            td { version.known.source.label }
            td { version.known.account }
            td(.class("quiet")) { version.known.reason }
          }
        }
      }
      if !model.ended.isEmpty {
        details {
          summary { "已终止的 \(model.ended.count) 条" }
          dataTable(["内容", "登记于", "终止于"]) {
            each(model.ended) { fact in
              tr {
                td(.class("wrap")) {
                  "\(fact.kind.label)："
                    + ([
                      model.words.what(fact.kind, fact.draft.what), fact.draft.number,
                      fact.draft.organisation, fact.draft.period, fact.draft.note,
                    ]
                    .filter { !$0.isEmpty }.joined(separator: "，"))
                }
                td { fact.since.chinese }
                td { fact.until?.chinese }
              }
            }
          }
        }
      }
    }
  }
}
