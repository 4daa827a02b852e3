internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension AccountPages {
  static func delegations(_ frame: Frame, _ model: OwnModel) -> some HTML {
    let mine = Delegations.lendable.filter { model.actor.ownRoles.contains($0) }
    return card("委托", note: "出差、休假时把角色委托给本单位的人；受托人办理的事项在日志中记为代您办理") {
      if !model.delegations.isEmpty { delegationTable(frame, model) }
      if mine.isEmpty {
        p(.class("quiet")) { "您没有可以委托的角色：计划员、公示员、审核人可以委托，检查员和管理员不能。" }
      } else {
        lendForm(frame, model, mine)
      }
    }
  }

  private static func lendForm(_ frame: Frame, _ model: OwnModel, _ roles: [Role]) -> some HTML {
    postForm(.delegations, frame.formToken) {
      selectField(
        "受托人", "borrower", model.draft.borrower,
        [("", "请选择")] + model.borrowers.map { ($0.id.description, $0.name) })
      selectField("角色", "role", model.draft.role, roles.map { ($0.rawValue, $0.label) })
      inputField("从", "from", model.draft.from, kind: .day)
      inputField(
        "到", "until", model.draft.until, kind: .day,
        hint: "含当天；一次最长 \(Delegations.longestDays) 天")
      inputField("理由", "reason", model.draft.reason)
      sideButton("委托")
    }
  }

  private static func delegationTable(_ frame: Frame, _ model: OwnModel) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("委托人")
            heading("受托人")
            heading("角色")
            heading("日期")
            heading("理由")
            heading("状态")
            heading("")
          }
        }
        tbody {
          each(model.delegations) { row in
            tr {
              td { row.lenderName }
              td { row.borrowerName }
              td { row.role.label }
              td { "\(row.from.chinese)至\(row.until.chinese)" }
              td(.class("quiet")) { row.reason }
              td {
                chip(
                  row.isOpen(on: model.now.day) ? .act : .plain, row.state(on: model.now.day))
              }
              td(.class("num")) {
                if row.endedAt == nil, row.until >= model.now.day {
                  postForm(.delegationEnd, frame.formToken, .class("inline")) {
                    hiddenField("delegation", String(row.id))
                    button(.class("plain"), .type("submit")) {
                      row.lender == model.actor.account ? "收回" : "退回"
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
