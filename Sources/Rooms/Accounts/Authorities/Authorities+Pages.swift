internal import HTML
internal import Kernel
internal import Supervision

enum AuthorityPages {
  struct Choices {
    let departments: [(code: String, name: String)]
    let regions: [(code: String, name: String)]
    let superiors: [(value: String, label: String)]
  }

  struct Model {
    let tree: AuthorityTree
    let offices: [AuthorityID: [Authorities.Office]]
    let today: CalendarDay
    let isAdministration: Bool
    let mayCreate: Bool
    let find: String
    let draft: Authorities.Draft
    let choices: Choices
    let problems: [String]

    /// What the search leaves, or all.
    var shown: [AuthorityTree.Node] {
      find.isEmpty
        ? tree.nodes
        : tree.nodes.filter { $0.record.name.contains(find) || $0.record.area.contains(find) }
    }
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    let trail: [(String, Link)] =
      model.isAdministration
      ? [("工作台", .desk), ("账号与角色", .accounts)] : [("工作台", .desk)]
    return officePage(frame, "机关", trail: trail) {
      pageHead(
        "机关",
        "一个机关是某一部门在某一层级、某一区划的单位，也可以是不属于行政区划的单位（如片区局、执法总队、机场分局）或技术支撑单位。"
      ) {
        if model.mayCreate || !model.isAdministration {
          exportActions(.exportFile, [("kind", "authorities")])
        }
        if model.mayCreate {
          a(.class("button"), .href(Link.imports.with([("kind", "authorities")]))) { "文件导入" }
        }
      }
      problemList(model.problems)
      card {
        getForm(model.isAdministration ? .authorities : .organisation, .class("filters")) {
          inputField("名称或片区", "find", model.find, kind: .search)
          sideButton("查找")
        }
        if model.shown.isEmpty {
          emptyState("没有名称含“\(model.find)”的机关。请换个词再查。")
        } else {
          tree(model)
        }
        p(.class("quiet small")) {
          "共 \(model.tree.nodes.count) 个机关。没有登记上级的，按部门和行政区划推定，名称前为“└”；另行登记上级的为“┗”。"
        }
      }
      if model.mayCreate { create(frame, model) }
    }
  }

  private static func tree(_ model: Model) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机关")
            heading("部门")
            heading("层级")
            heading("管辖范围")
            heading("处室")
            heading("账号", isNumber: true)
            heading("检查人员", isNumber: true)
          }
        }
        tbody { each(model.shown) { node in line(node, model) } }
      }
    }
  }

  private static func line(_ node: AuthorityTree.Node, _ model: Model) -> some HTML {
    let row = node.record
    let depth = model.find.isEmpty ? node.depth : 0
    let mark =
      depth == 0
      ? "" : String(repeating: "　", count: depth - 1) + (node.isPlaced ? "┗ " : "└ ")
    let offices = (model.offices[row.id] ?? []).map(\.name).joined(separator: "、")
    return tr(.classes(row.exists(on: model.today) ? nil : "quiet")) {
      td(.class("name")) {
        mark
        if model.isAdministration {
          a(.href(Link.authority(row.id))) { row.name }
        } else {
          row.name
        }
        state(row, model.today)
      }
      td { row.departmentName }
      td { row.isSupport ? "技术支撑单位" : row.levelLabel }
      td { row.place }
      td(.class("wrap quiet")) { offices }
      td(.class("num"), .data("data-label", "账号")) { row.accounts }
      td(.class("num"), .data("data-label", "检查人员")) { row.inspectors }
    }
  }

  @HTMLBuilder
  private static func state(_ row: Authorities.Record, _ today: CalendarDay) -> some HTML {
    if let until = row.validUntil {
      chip(.plain, until < today ? "\(until.chinese)撤销" : "将于\(until.chinese)撤销")
    } else if let from = row.validFrom, today < from {
      chip(.warning, "\(from.chinese)设立")
    }
  }

  private static func create(_ frame: Frame, _ model: Model) -> some HTML {
    card("登记机关", note: "联合抽查至少需要牵头机关和一个参与部门的机关") {
      postForm(.authorities, frame.formToken) {
        fields(model.draft, model.choices, isNew: true)
        submitButton("登记")
      }
    }
  }

  @HTMLBuilder
  private static func fields(
    _ draft: Authorities.Draft, _ choices: Choices, isNew: Bool
  ) -> some HTML {
    inputField("机关全称", "name", draft.name)
    if isNew {
      selectField(
        "部门", "department", draft.department, choices.departments.map { ($0.code, $0.name) })
    }
    selectField("层级", "level", draft.level, Authorities.levels.map { ($0.0, $0.1) })
    selectField(
      "行政区划", "region", draft.region, choices.regions.map { ($0.code, $0.name) })
    inputField("非行政区划的管辖范围", "area", draft.area, hint: "如 临港新片区、虹桥机场；没有就留空")
    selectField(
      "上级机关", "parent", draft.parent, [("", "按部门和行政区划推定")] + choices.superiors)
    label(.class("choice")) {
      input(
        .type("checkbox"), .name("support"), .value("1"), .flag("checked", draft.isSupport))
      span { "技术支撑单位：可以配合检查，不能有执法检查人员" }
    }
    inputField("设立日期", "valid-from", draft.validFrom, kind: .day, hint: "空着表示早已设立")
    inputField("依据", "reason", draft.reason, hint: "如 机构改革文件")
  }

  // MARK: one

  struct OneModel {
    let record: Authorities.Record
    let parent: String
    let offices: [Authorities.Office]
    let versions: [Authorities.Version]
    let history: RecordHistory
    let draft: Authorities.Draft
    let choices: Choices
    let today: CalendarDay
    let mayChange: Bool
    let problems: [String]
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let row = model.record
    return officePage(
      frame, row.name, trail: [("工作台", .desk), ("账号与角色", .accounts), ("机关", .authorities)]
    ) {
      pageHead(row.name)
      problemList(model.problems)
      card("登记") {
        p(.class("row")) {
          row.exists(on: model.today) ? chip(.fine, "现有") : chip(.plain, "不存在")
          state(row, model.today)
        }
        factList([
          ("代码", row.code), ("部门", row.departmentName),
          ("层级", row.isSupport ? "技术支撑单位" : row.levelLabel), ("管辖范围", row.place),
          ("上级机关", model.parent), ("设立", row.validFrom?.chinese ?? ""),
          ("撤销", row.validUntil?.chinese ?? ""), ("在用账号", String(row.accounts)),
          ("检查人员", String(row.inspectors)),
        ])
      }
      offices(frame, model)
      if model.mayChange, row.validUntil == nil { editor(frame, model) }
      versions(model)
      recordHistory(frame, model.history)
    }
  }

  private static func offices(_ frame: Frame, _ model: OneModel) -> some HTML {
    let id = model.record.id
    return card("处室", note: "机关内部的部门，事项清单的责任处室由此选择") {
      if model.offices.isEmpty {
        p(.class("quiet")) { "没有登记处室。" }
      } else {
        dataTable(["处室", "职责", "设立", ""]) {
          each(model.offices) { office in
            tr {
              td(.class("name")) { office.name }
              td(.class("wrap")) { office.duty }
              td { office.validFrom?.chinese }
              td {
                if model.mayChange {
                  details {
                    summary { "撤销" }
                    postForm(.authorityOfficesEnd(id), frame.formToken) {
                      hiddenField("office", String(office.id))
                      inputField("撤销依据", "reason", id: "office-\(office.id)")
                      button(.class("button"), .type("submit")) { "撤销处室" }
                    }
                  }
                }
              }
            }
          }
        }
      }
      if model.mayChange {
        details {
          summary { "增加处室" }
          postForm(.authorityOffices(id), frame.formToken) {
            inputField("处室名称", "name", id: "office-name")
            inputField("职责", "duty")
            inputField("依据", "reason", id: "office-reason")
            submitButton("增加处室")
          }
        }
      }
    }
  }

  private static func editor(_ frame: Frame, _ model: OneModel) -> some HTML {
    let id = model.record.id
    return card("修改与撤销", note: "改动留有沿革；部门不能修改") {
      details(.flag("open", !model.problems.isEmpty)) {
        summary { "修改" }
        postForm(.authorityEdit(id), frame.formToken) {
          hiddenField("seen", String(model.draft.seen))
          fields(model.draft, model.choices, isNew: false)
          submitButton("保存修改")
        }
      }
      details {
        summary { "撤销这个机关" }
        postForm(.authorityEnd(id), frame.formToken) {
          inputField("最后一天", "until", model.today.iso, kind: .day)
          inputField("撤销依据", "reason", id: "end-reason")
          button(.class("button"), .type("submit")) { "撤销机关" }
        }
      }
    }
  }

  private static func versions(_ model: OneModel) -> some HTML {
    card("沿革", note: "每一版的起止时间、来源和经手人") {
      if model.versions.isEmpty {
        p(.class("quiet")) { "登记之后没有改动过。" }
      } else {
        dataTable(["自", "至", "名称", "上级", "管辖范围", "来源", "经手人", "依据"]) {
          each(model.versions) { version in
            tr {
              td { version.known.since.chinese }
              td { version.known.until?.chinese ?? "现在" }
              td(.class("name")) { version.name }
              td(.class("name")) { version.parent }
              td { version.area.isEmpty ? version.region : "\(version.area)（\(version.region)）" }
              td { version.known.source.label }
              td { version.known.account }
              td(.class("quiet wrap")) { version.known.reason }
            }
          }
        }
      }
    }
  }
}
