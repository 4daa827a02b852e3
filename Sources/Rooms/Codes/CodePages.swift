internal import HTML
internal import Kernel
internal import Supervision

enum CodePages {
  struct Draft: Sendable {
    var code = ""
    var name = ""
    var basis = ""
    var note = ""
    var validFrom = ""
  }

  struct Model {
    let table: CodeTable
    let rows: [Reference.CodeRow]
    let draft: Draft
    let today: CalendarDay
    let mayChange: Bool
    let problems: [String]
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "代码表", trail: [("工作台", .desk)]) {
      pageHead("代码表", "领域、部门和各种种类都是带有效期的数据：法规变了就增加或停用，旧记录保留原来的名称。") {
        if model.mayChange {
          exportActions(.exportFile, [("kind", "codes")])
          a(.class("button"), .href(Link.imports.with([("kind", "codes")]))) { "文件导入" }
        }
      }
      problemList(model.problems)
      card {
        getForm(.codes, .class("filters")) {
          selectField(
            "代码表", "table", model.table.name, CodeTable.all.map { ($0.name, $0.label) })
          sideButton("查看")
        }
      }
      card(model.table.label, note: "共 \(model.rows.count) 条") {
        if model.rows.isEmpty {
          emptyState("这张表还没有代码。")
        } else {
          dataTable(["代码", "名称", "依据", "说明", "生效", "最后一天", "状态", ""]) {
            each(model.rows) { row in line(frame, row, model) }
          }
        }
      }
      if model.mayChange { create(frame, model) }
    }
  }

  private static func line(
    _ frame: Frame, _ row: Reference.CodeRow, _ model: Model
  ) -> some HTML {
    tr {
      td { code { row.code } }
      td(.class("name")) { row.name }
      td(.class("wrap quiet")) { row.basis }
      td(.class("wrap quiet")) { row.note }
      td { row.validFrom?.chinese }
      td { row.validUntil?.chinese }
      td {
        if row.isInForce(on: model.today) {
          chip(.fine, "在用")
        } else {
          chip(.plain, row.validUntil == nil ? "尚未生效" : "已停用")
        }
      }
      td {
        if model.mayChange, row.validUntil == nil {
          details {
            summary { "停用" }
            postForm(.codesEnd, frame.formToken) {
              hiddenField("table", model.table.name)
              hiddenField("code", row.code)
              inputField(
                "最后一天", "until", model.today.iso, kind: .day, id: "until-\(row.code)")
              inputField("停用依据", "reason", id: "reason-\(row.code)")
              button(.class("button"), .type("submit")) { "停用" }
            }
          }
        }
      }
    }
  }

  private static func create(_ frame: Frame, _ model: Model) -> some HTML {
    let draft = model.draft
    return card("增加代码", note: "代码一经使用不再改变，名称变化时停用旧的、增加新的") {
      postForm(.codes, frame.formToken) {
        hiddenField("table", model.table.name)
        inputField("代码", "code", draft.code, hint: "半角字母、数字和短横")
        inputField("名称", "name", draft.name)
        inputField("依据", "basis", draft.basis, hint: "法律、文件和条款")
        inputField("生效日期", "valid-from", draft.validFrom, kind: .day, hint: "空着表示今天")
        if case .kind = model.table {
          textField("说明或文本", "note", draft.note, .literal("rows", "3"))
        }
        submitButton("增加")
      }
    }
  }
}
