internal import HTML
internal import Supervision

extension PeoplePages {
  /// One inspector or expert with everything about them.
  struct OneModel {
    let heading: String
    let trail: (String, Link)
    let place: Place
    let facts: [(label: String, value: String)]
    let status: PersonStatus
    let certificate: (name: String, until: CalendarDay)
    let conflicts: [ConflictRow]
    let visits: [MemberVisit]
    let source: BodyDossier.Source?
    let history: [JournalEntry]
    let actor: Actor
    let mayChange: Bool
    let today: CalendarDay
    /// Where the form that changes the status goes.
    let statusLink: Link
    let reason: String
    let problems: [String]
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    officePage(frame, model.heading, trail: [("工作台", .desk), model.trail]) {
      pageHead(model.heading)
      problemList(model.problems)
      card("登记") {
        p(.class("row")) {
          chip(model.status.tint, model.status.label)
          span {
            "\(model.certificate.name)："
            BodyPages.certificateDay(model.certificate.until, model.today)
          }
        }
        factList(model.facts)
        if let source = model.source {
          p(.class("small quiet")) {
            "来自 \(source.at.chinese) 导入的文件 "
            if source.isOpen {
              a(.href(Link.importFile(source.id))) { source.fileName }
            } else {
              source.fileName
            }
          }
        }
      }
      conflicts(model)
      visits(model)
      if model.mayChange { statusForm(frame, model) }
      history(model.history)
    }
  }

  private static func conflicts(_ model: OneModel) -> some HTML {
    card("回避", note: "曾任职等，抽取时自动排除") {
      if model.conflicts.isEmpty {
        p(.class("quiet")) { "没有登记需要回避的机构。" }
      } else {
        dataTable(["机构", "理由"]) {
          each(model.conflicts) { row in
            tr {
              td(.class("name")) {
                if model.actor.scope.contains(row.region) {
                  a(.href(Link.body(row.body))) { row.bodyName }
                } else {
                  row.bodyName
                }
              }
              td(.class("quiet")) { row.reason }
            }
          }
        }
      }
    }
  }

  private static func visits(_ model: OneModel) -> some HTML {
    let year = model.today.year
    let current = model.visits.count {
      $0.dueOn.year == year && !$0.hasLeft && $0.stage != .withdrawn
    }
    return card("参加的检查", note: "\(year)年 \(current) 家") {
      if model.visits.isEmpty {
        p(.class("quiet")) { "没有参加过检查。" }
      } else {
        dataTable(["机构", "组内角色", "阶段", "完成期限"]) {
          each(model.visits) { visit in
            tr {
              td(.class("name")) { a(.href(Link.visit(visit.visit))) { visit.bodyName } }
              td { visit.role }
              td { visit.hasLeft ? "已退出检查组" : visit.stage?.label }
              td { visit.dueOn.chinese }
            }
          }
        }
      }
    }
  }

  private static func statusForm(_ frame: Frame, _ model: OneModel) -> some HTML {
    card("修改状态", note: "离岗和退出的人员不再进入抽取名单") {
      postForm(model.statusLink, frame.formToken) {
        selectField(
          "状态", "status", model.status.rawValue,
          PersonStatus.allCases.map { ($0.rawValue, $0.label) })
        inputField("理由", "reason", model.reason, hint: "例如：调离执法岗位")
        submitButton("保存状态")
      }
    }
  }
}
