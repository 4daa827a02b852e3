internal import HTML
internal import Kernel
internal import Supervision

extension AccountPages {
  struct OneModel {
    let actor: Actor
    let id: AccountID
    let row: ManagedAccount
    let now: Instant
    let sessions: [SessionRow]
    let signIns: [SignInRow]
    let factorSince: Instant?
    let rules: AccountRules
    let identities: [Identity]
    /// The provider identities are linked at; nil when none is set up.
    let issuer: String?
    /// What was done about the account, without its sign-ins.
    let changes: RecordHistory
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let (actor, id, row) = (model.actor, model.id, model.row)
    return officePage(frame, row.name, trail: [("工作台", .desk), ("账号与角色", .accounts)]) {
      pageHead(row.name)
      card("身份") {
        factList([
          ("登录名", row.login),
          ("角色", row.roles.sorted().map(\.label).joined(separator: "、")),
          ("人员编号", row.inspector),
        ])
        if row.roles.isEmpty { p(.class("quiet")) { "还没有角色，不能办理业务。" } }
      }
      if actor.may(.assignRoles) { security(frame, model) }
      if actor.may(.manageAccounts) { system(frame, model, id, row) }
      openSessions(frame, model)
      history(model.signIns)
      recordHistory(frame, model.changes)
    }
  }

  @HTMLBuilder
  private static func security(_ frame: Frame, _ model: OneModel) -> Markup {
    let (id, row) = (model.id, model.row)
    card("角色") {
      postForm(.accountRoles(id), frame.formToken) {
        fieldset {
          legend { "可以做什么" }
          each(Role.allCases.filter { role in row.belongsToBody == (role == .body) }) { role in
            label(.class("choice")) {
              input(
                .type("checkbox"), .name("role"), .value(role.rawValue),
                .flag("checked", row.roles.contains(role)))
              span { role.label }
            }
          }
        }
        if !row.belongsToBody {
          inputField(
            "同名不同人的说明", "distinct",
            hint: "同一单位另有同名账号时填写，记入日志；管理员不得兼任其他角色，三员必须是三个人")
        }
        submitButton("保存角色")
      }
    }
    card("锁定") {
      postForm(.accountUnlock(id), frame.formToken) {
        button(.class("button"), .type("submit")) { "解除锁定" }
      }
    }
    card("动态口令", note: "本人手机和恢复码都丢失时，核实身份后解除；该账号的登录全部退出") {
      if let since = model.factorSince {
        p { "\(since.chinese) 起使用。" }
        postForm(.accountSecondFactor(id), frame.formToken) {
          inputField("理由", "reason", hint: "例如“本人更换手机，已当面核实身份”")
          button(.class("button"), .type("submit")) { "解除动态口令" }
        }
      } else {
        p(.class("quiet")) { "没有设置。" }
      }
    }
  }

  @HTMLBuilder
  private static func system(
    _ frame: Frame, _ model: OneModel, _ id: AccountID, _ row: ManagedAccount
  ) -> Markup {
    card("重置密码", note: "本人忘记密码时使用；该账号的登录全部退出，本人登录后须先修改密码") {
      postForm(.accountPassword(id), frame.formToken) {
        inputField(
          "新的初始密码", "new", kind: .password, hint: passwordHint(model.rules),
          .literal("autocomplete", "new-password"))
        submitButton("重置密码")
      }
    }
    if !row.belongsToBody {
      card("检查人员", note: "检查员账号要与名录库中的人员对应，才能参加检查组；人员离开名录库时账号一并停用") {
        postForm(.accountInspector(id), frame.formToken) {
          inputField("人员编号", "code", row.inspector, hint: "名录库中的编号；留空则解除对应")
          submitButton("保存")
        }
      }
    }
    if let issuer = model.issuer { identities(frame, model, issuer) }
    card("停用账号", note: "停用后立即退出所有登录") {
      postForm(.accountEnd(id), frame.formToken) {
        inputField("理由", "reason")
        button(.class("button"), .type("submit")) { "停用" }
      }
    }
  }

  private static func identities(_ frame: Frame, _ model: OneModel, _ issuer: String) -> some HTML {
    card("统一身份认证", note: issuer) {
      each(model.identities) { identity in
        postForm(.accountIdentities(model.id), frame.formToken, .class("row")) {
          hiddenField("unlink", identity.subject)
          code { identity.subject }
          span(.class("quiet small")) { "\(identity.issuer)，\(identity.linkedAt.chinese) 关联" }
          button(.class("plain"), .type("submit")) { "解除关联" }
        }
      }
      postForm(.accountIdentities(model.id), frame.formToken) {
        inputField(
          "身份编号", "subject", hint: "本人第一次用统一身份认证登录时，页面会显示这个编号")
        submitButton("关联")
      }
    }
  }

  private static func openSessions(_ frame: Frame, _ model: OneModel) -> some HTML {
    card("正在使用的登录") {
      if model.sessions.isEmpty {
        emptyState("现在没有登录。")
      } else {
        sessionTable(model.sessions, hasActions: false) { _ in Empty() }
        if model.actor.may(.assignRoles) {
          postForm(.accountSessionsEnd(model.id), frame.formToken) {
            button(.class("button"), .type("submit")) { "全部退出" }
          }
        }
      }
    }
  }
}
