internal import Accounts
internal import HTML
internal import Kernel
internal import Supervision

enum ResponsibilityPages {
  struct Model {
    let rows: [Governance.Responsibility]
    let filter: Governance.ResponsibilityFilter
    let codes: RegistryCodes
    let departments: CodeNames
    let regions: CodeNames
    let authorities: [(value: String, label: String)]
    let draft: ResponsibilityDraft
    let scope: RegionScope
    let today: CalendarDay
    let mayChange: Bool
    let problems: [String]

    /// The matters in their order, each with its duties.
    var matters: [(name: String, rows: [Governance.Responsibility])] {
      var found: [(name: String, rows: [Governance.Responsibility])] = []
      for row in rows {
        if found.last?.name == row.matter {
          found[found.count - 1].rows.append(row)
        } else {
          found.append((row.matter, [row]))
        }
      }
      return found
    }
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "职责清单", trail: [("工作台", .desk)]) {
      pageHead("职责清单", "谁牵头、谁参与、谁支撑、谁指导：每一项写明依据的文件和条款，避免职责交叉和边界不清。") {
        exportActions(.exportFile, [("kind", "responsibilities")])
      }
      problemList(model.problems)
      card {
        getForm(.responsibilities, .class("filters")) {
          inputField("事项或职责", "find", model.filter.find, kind: .search)
          selectField(
            "部门", "department", model.filter.department,
            model.departments.choices(all: "全部"))
          selectField(
            "层级", "level", model.filter.level,
            [("", "全部")] + Authorities.levels.map { ($0.0, $0.1) })
          sideButton("筛选")
        }
        if model.rows.isEmpty {
          emptyState("没有符合条件的职责。请放宽条件再查。", ("查看全部职责", .responsibilities))
        }
      }
      each(model.matters) { matter in
        card(matter.name) {
          dataTable(["分工", "部门", "层级", "机关", "职责", "依据", "适用地区", ""]) {
            each(matter.rows) { row in line(frame, row, model) }
          }
        }
      }
      if model.mayChange { create(frame, model) }
    }
  }

  private static func line(
    _ frame: Frame, _ row: Governance.Responsibility, _ model: Model
  ) -> some HTML {
    tr {
      td { model.codes.name(.part, row.part) }
      td { model.departments[row.department] }
      td { Authorities.levels.first { $0.0 == row.level }?.1 ?? row.level }
      td(.class("name")) { row.authority.isEmpty ? "各机关" : row.authority }
      td(.class("wrap")) {
        row.duty
        if let from = row.validFrom, model.today < from { chip(.warning, "\(from.chinese)起") }
      }
      td(.class("wrap")) {
        if let clause = row.clause {
          a(.href(clause.link)) { "\(clause.number) \(clause.label)" }
        } else {
          span(.class("quiet")) { "未写明" }
        }
      }
      td { model.regions[row.jurisdiction] }
      td {
        if model.mayChange, model.scope.contains(row.jurisdiction) {
          details {
            summary { "终止" }
            postForm(.responsibilityEnd(row.id), frame.formToken) {
              inputField("终止理由", "reason", id: "reason-\(row.id)")
              button(.class("button"), .type("submit")) { "终止" }
            }
          }
        }
      }
    }
  }

  private static func create(_ frame: Frame, _ model: Model) -> some HTML {
    let draft = model.draft
    return card("登记职责", note: "适用于本机关所辖地区") {
      postForm(.responsibilities, frame.formToken) {
        inputField("事项", "matter", draft.matter, hint: "如 机动车检验机构监管")
        selectField("分工", "part", draft.part, model.codes.choices(.part, on: model.today))
        selectField(
          "部门", "department", draft.department, model.departments.choices(all: "请选择"),
          id: "new-department")
        selectField(
          "层级", "level", draft.level, Authorities.levels.map { ($0.0, $0.1) }, id: "new-level")
        selectField(
          "机关", "authority", draft.authority, [("", "这一层级的各机关")] + model.authorities)
        textField("职责", "duty", draft.duty, .literal("rows", "2"))
        inputField("依据文号", "document", draft.document, hint: "如 沪市监认检〔2021〕529号")
        inputField("条款号", "label", draft.label, hint: "如 二（一）2")
        inputField("生效日期", "valid-from", draft.validFrom, kind: .day)
        inputField("理由", "reason", draft.reason)
        submitButton("登记")
      }
    }
  }
}
