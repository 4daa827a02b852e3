internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

enum AccountPages {
  static func signIn(
    _ frame: Frame, login: String, next: String, provider: String?, problem: String?
  ) -> some HTML {
    gate(frame, "登录") {
      p(.class("quiet")) { "检验检测机构“双随机、一公开”监管系统" }
      if let problem { p(.class("problems"), .role("alert")) { problem } }
      postForm(.signIn, frame.formToken) {
        hiddenField("next", next)
        inputField(
          "登录名", "login", login, .literal("autocomplete", "username"), .flag("required"),
          .flag("autofocus"))
        inputField(
          "密码", "password", kind: .password, .literal("autocomplete", "current-password"),
          .flag("required"))
        submitButton("登录")
      }
      p(.class("small quiet")) {
        "连续 \(AccountPolicy.failuresBeforeLock) 次输错密码，账号锁定 \(AccountPolicy.lockMinutes) 分钟。"
      }
      if let provider {
        p {
          a(.class("button"), .href(Link.providerSignIn.with([("next", next)]))) {
            "用\(provider)登录"
          }
        }
      }
      p(.class("small")) { a(.href(Link.home)) { "不登录，查看公示与验证抽取" } }
    }
  }

  /// The second page at the door: the code from the authenticator or from paper.
  static func secondFactor(_ frame: Frame, next: String, problem: String?) -> some HTML {
    gate(frame, "动态口令") {
      p(.class("quiet")) { "请输入手机验证器现在显示的 6 位数字。手机不在身边时，输入一个恢复码。" }
      if let problem { p(.class("problems"), .role("alert")) { problem } }
      postForm(.signInCode, frame.formToken) {
        hiddenField("next", next)
        inputField(
          "动态口令或恢复码", "code", "", .literal("autocomplete", "one-time-code"), .flag("required"),
          .flag("autofocus"))
        submitButton("继续")
      }
      p(.class("small")) { a(.href(Link.signIn)) { "换一个账号登录" } }
    }
  }

  static func gate(
    _ frame: Frame, _ heading: String, @HTMLBuilder content: () -> Markup
  ) -> some HTML {
    let content = content()
    return barePage(frame, heading) {
      div(.class("gate")) {
        a(.class("mark"), .href(Link.home)) {
          b { "明" }
          span { "明察" }
        }
        h1 { heading }
        content
      }
    }
  }

  /// What was typed into the form for a new account.
  struct Draft {
    let login: String
    let name: String
    let authority: String
    let creditCode: String
  }

  struct ListModel {
    let rows: [AccountRow]
    let paging: Paging
    let search: String
    let now: Instant
    let actor: Actor
    let authorities: [(id: AuthorityID, name: String)]
    let draft: Draft
    let problems: [String]
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "账号与角色", trail: [("工作台", .desk)]) {
      pageHead("账号与角色", "系统管理员建立和停用账号，安全管理员分配角色和解锁，审计管理员查看日志：三员互相制约。") {
        a(.class("button"), .href(Link.signIns)) { "登录记录" }
        a(.class("button"), .href(Link.accountRules)) { "账号规则" }
      }
      problemList(model.problems)
      if model.actor.may(.manageAccounts) { newAccount(frame, model) }
      card {
        getForm(.accounts, .class("filters")) {
          inputField("登录名或姓名", "find", model.search, kind: .search)
          sideButton("查找")
        }
        if model.rows.isEmpty {
          emptyState("没有符合条件的账号。")
        } else {
          accountTable(frame, model)
          pager(model.paging, .accounts, [("find", model.search)])
        }
      }
    }
  }

  private static func accountTable(_ frame: Frame, _ model: ListModel) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("登录名")
            heading("姓名")
            heading("单位")
            heading("角色")
            heading("状态")
          }
        }
        tbody {
          each(model.rows) { row in
            tr {
              td { a(.href(Link.account(row.id))) { row.login } }
              td { row.name }
              td(.class("name")) { row.owner }
              td { row.roles }
              td { accountState(row, model.now) }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func accountState(_ row: AccountRow, _ now: Instant) -> some HTML {
    if row.state == "ended" {
      chip(.plain, "已停用")
    } else if let until = row.lockedUntil, until > now.milliseconds {
      chip(.warning, "锁定至 \(Instant(milliseconds: until).timeOfDay)")
    } else {
      chip(.fine, "正常")
    }
  }

  private static func newAccount(_ frame: Frame, _ model: ListModel) -> some HTML {
    details(.class("card"), .flag("open", !model.problems.isEmpty)) {
      summary { "新建账号" }
      p(.class("quiet")) { "角色由安全管理员随后分配，分配前不能办理业务。" }
      postForm(.accounts, frame.formToken) {
        inputField("登录名", "login", model.draft.login, hint: "小写字母、数字、点、短横，3 至 40 个字符")
        inputField("姓名", "name", model.draft.name)
        selectField(
          "单位", "authority", model.draft.authority,
          [("", "不属于机关（机构账号）")] + model.authorities.map { ($0.id.description, $0.name) })
        inputField(
          "机构统一社会信用代码", "credit-code", model.draft.creditCode,
          hint: "给检验检测机构开账号时填写，单位选“不属于机关”")
        inputField(
          "初始密码", "password", kind: .password, .literal("autocomplete", "new-password"))
        submitButton("建立账号")
      }
    }
  }
}
