internal import HTML

enum AuthorityPages {
  struct Model {
    let rows: [Authorities.Record]
    let paging: Paging
    let mayCreate: Bool
    let draft: Authorities.Draft
    let departments: [(code: String, name: String)]
    let regions: [(code: String, name: String)]
    let problems: [String]
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "机关", trail: [("工作台", .desk), ("账号与角色", .accounts)]) {
      pageHead("机关", "一个机关是某一部门在某一层级、某一区划的单位，也可以是直属单位。账号和检查人员都属于机关。")
      problemList(model.problems)
      card {
        div(.class("scroll")) {
          table(.class("stacked")) {
            thead {
              tr {
                heading("机关")
                heading("部门")
                heading("层级")
                heading("行政区划")
                heading("账号", isNumber: true)
                heading("检查人员", isNumber: true)
              }
            }
            tbody {
              each(model.rows) { row in
                tr {
                  td(.class("name")) { row.name }
                  td { row.department }
                  td { row.levelLabel }
                  td { row.region }
                  td(.class("num"), .data("data-label", "账号")) { row.accounts }
                  td(.class("num"), .data("data-label", "检查人员")) { row.inspectors }
                }
              }
            }
          }
        }
        pager(model.paging, .authorities, [])
      }
      if model.mayCreate { create(frame, model) }
    }
  }

  private static func create(_ frame: Frame, _ model: Model) -> some HTML {
    card("登记机关", note: "联合抽查至少需要牵头机关和一个参与部门的机关") {
      postForm(.authorities, frame.formToken) {
        inputField("机关全称", "name", model.draft.name)
        selectField(
          "部门", "department", model.draft.department,
          model.departments.map { ($0.code, $0.name) })
        selectField("层级", "level", model.draft.level, Authorities.levels.map { ($0.0, $0.1) })
        selectField(
          "行政区划", "region", model.draft.region, model.regions.map { ($0.code, $0.name) })
        submitButton("登记")
      }
    }
  }
}
