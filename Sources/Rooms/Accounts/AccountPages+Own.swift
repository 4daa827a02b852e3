internal import HTML
internal import Kernel
internal import Supervision

extension AccountPages {
  struct OwnModel {
    let actor: Actor
    let now: Instant
    let sessions: [SessionRow]
    /// The session this page was asked with.
    let current: String
    let signIns: [SignInRow]
    let factorSince: Instant?
    let recoveryCodesLeft: Int
    let rules: AccountRules
    let isPasswordOld: Bool
    let delegations: [Delegation]
    let borrowers: [(id: AccountID, name: String)]
    let draft: DelegationDraft
    let problems: [String]
  }

  static func own(_ frame: Frame, _ model: OwnModel) -> some HTML {
    let actor = model.actor
    return officePage(frame, "我的账号", trail: [("工作台", .desk)]) {
      pageHead("我的账号")
      problemList(model.problems)
      if actor.hasInitialPassword {
        p(.class("notes"), .role("status")) {
          model.isPasswordOld
            ? "密码已用满 \(model.rules[.passwordDays]) 天。请先在下面换一个新密码，然后才能办理业务。"
            : "现在的密码是别人替您设的。请先在下面改成只有您自己知道的密码，然后才能办理业务。"
        }
      } else if actor.owesSecondFactor {
        p(.class("notes"), .role("status")) {
          "您的角色须使用动态口令。请先设置，然后才能办理业务。"
          a(.href(Link.secondFactor)) { "现在设置" }
        }
      }
      card("身份") {
        factList([
          ("姓名", actor.name), ("登录名", actor.login),
          ("单位", actor.authority?.name ?? ""),
          ("角色", actor.ownRoles.sorted().map(\.label).joined(separator: "、")),
          (
            "受委托的角色",
            actor.lendings.map { "\($0.role.label)（代\($0.lenderName)）" }.joined(separator: "、")
          ),
        ])
      }
      password(frame, model)
      factor(frame, model)
      sessions(frame, model)
      history(model.signIns)
      if !actor.roles.isEmpty, actor.authority != nil { delegations(frame, model) }
    }
  }

  private static func password(_ frame: Frame, _ model: OwnModel) -> some HTML {
    card("修改密码") {
      postForm(.changePassword, frame.formToken) {
        inputField(
          "现在的密码", "old", kind: .password, .literal("autocomplete", "current-password"))
        inputField(
          "新密码", "new", kind: .password, hint: passwordHint(model.rules),
          .literal("autocomplete", "new-password"))
        submitButton("修改密码")
      }
    }
  }

  static func passwordHint(_ rules: AccountRules) -> String {
    var text =
      "至少 \(rules[.passwordLength]) 个字符，大写字母、小写字母、数字、符号中至少三种；不含登录名、姓名和常用密码"
    if rules[.passwordHistory] > 0 { text += "；不与最近 \(rules[.passwordHistory]) 次的相同" }
    return text
  }

  private static func factor(_ frame: Frame, _ model: OwnModel) -> some HTML {
    card("动态口令", note: "登录时除密码外，再输入手机验证器显示的 6 位数字") {
      if let since = model.factorSince {
        factList([
          ("状态", "\(since.chinese) 起使用"), ("恢复码", "还有 \(model.recoveryCodesLeft) 个没有用过"),
        ])
        postForm(.secondFactorChange, frame.formToken) {
          inputField(
            "现在的动态口令或恢复码", "code", "", .literal("autocomplete", "one-time-code"))
          p(.class("actions")) {
            button(
              .class("button"), .type("submit"), .name("what"), .value("codes")
            ) { "换一套恢复码" }
            button(
              .class("button"), .type("submit"), .name("what"), .value("remove")
            ) { "解除（更换手机）" }
          }
        }
      } else {
        p { "还没有设置。" }
        p { a(.class("button"), .href(Link.secondFactor)) { "设置动态口令" } }
      }
    }
  }

  private static func sessions(_ frame: Frame, _ model: OwnModel) -> some HTML {
    card("正在使用的登录", note: "不认识的登录，请立即退出它并修改密码") {
      sessionTable(model.sessions, hasActions: true) { session in
        if session.key == model.current {
          chip(.fine, "本次")
        } else {
          postForm(.sessionEnd, frame.formToken, .class("inline")) {
            hiddenField("session", session.handle)
            button(.class("plain"), .type("submit")) { "退出它" }
          }
        }
      }
      postForm(.signOutEverywhere, frame.formToken) {
        button(.class("button"), .type("submit")) { "全部退出" }
      }
    }
  }

  static func history(_ rows: [SignInRow]) -> some HTML {
    card("最近的登录", note: "成功和失败，最近 20 次") {
      if rows.isEmpty {
        emptyState("还没有登录记录。")
      } else {
        signInTable(rows, showsAccount: false)
      }
    }
  }

  static func signInTable(_ rows: [SignInRow], showsAccount: Bool) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("时间")
            if showsAccount { heading("账号") }
            heading("结果")
            heading("方式")
            heading("地址")
            heading("浏览器")
          }
        }
        tbody {
          each(rows) { row in
            tr {
              td { row.at.chinese }
              if showsAccount { td { "\(row.name)（\(row.login)）" } }
              td { chip(row.outcome == .opened ? .fine : .warning, row.outcome.label) }
              td { row.way.label }
              td { row.address }
              td(.class("quiet"), .title(row.agent)) { browserName(row.agent) }
            }
          }
        }
      }
    }
  }
}
