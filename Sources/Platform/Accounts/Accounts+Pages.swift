internal import HTML
internal import Storage
internal import Supervision

enum AccountPages {
  static func signIn(_ frame: Frame, login: String, next: String, problem: String?) -> some HTML {
    barePage(frame, "登录") {
      div(.class("gate")) {
        a(.class("mark"), .href(Link.home)) {
          b { "明" }
          span { "明察" }
        }
        h1 { "登录" }
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
        p(.class("small")) { a(.href(Link.home)) { "不登录，查看公示与验证抽取" } }
      }
    }
  }

  static func own(_ frame: Frame, _ actor: Actor, _ sessions: [SessionRow], _ problems: [String])
    -> some HTML
  {
    officePage(frame, "我的账号", trail: [("工作台", .desk)]) {
      pageHead("我的账号")
      problemList(problems)
      card("身份") {
        factList([
          ("姓名", actor.name), ("登录名", actor.login),
          ("单位", actor.authority?.name ?? ""),
          ("角色", actor.roles.sorted().map(\.label).joined(separator: "、")),
        ])
      }
      if actor.hasInitialPassword {
        p(.class("notes"), .role("status")) {
          "现在的密码是别人替您设的。请先在下面改成只有您自己知道的密码，然后才能办理业务。"
        }
      }
      card("正在使用的登录", note: "不认识的登录，请立即全部退出并修改密码") {
        div(.class("scroll")) {
          table {
            thead {
              tr {
                heading("登录时间")
                heading("最近使用")
                heading("地址")
                heading("浏览器")
              }
            }
            tbody {
              each(sessions) { session in
                tr {
                  td { session.createdAt.chinese }
                  td { session.seenAt.chinese }
                  td { session.address }
                  td(.class("quiet")) { session.agent }
                }
              }
            }
          }
        }
        postForm(.signOutEverywhere, frame.formToken) {
          button(.class("button"), .type("submit")) { "全部退出" }
        }
      }
      card("修改密码") {
        postForm(.changePassword, frame.formToken) {
          inputField(
            "现在的密码", "old", kind: .password, .literal("autocomplete", "current-password"))
          inputField(
            "新密码", "new", kind: .password,
            hint: "至少 10 个字符，大写字母、小写字母、数字、符号中至少三种",
            .literal("autocomplete", "new-password"))
          submitButton("修改密码")
        }
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
      pageHead("账号与角色", "系统管理员建立和停用账号，安全管理员分配角色和解锁，审计管理员查看日志：三员互相制约。")
      problemList(model.problems)
      if model.actor.may(.manageAccounts) { newAccount(frame, model) }
      card {
        getForm(.accounts, .class("filters")) {
          inputField("登录名或姓名", "find", model.search, kind: .search)
          submitButton("查找")
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

  static func one(
    _ frame: Frame, _ actor: Actor, _ id: AccountID,
    _ row: ManagedAccount
  ) -> some HTML {
    officePage(frame, row.name, trail: [("工作台", .desk), ("账号与角色", .accounts)]) {
      pageHead("\(row.name)（\(row.login)）")
      if actor.may(.assignRoles) {
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
            submitButton("保存角色")
          }
        }
        card("锁定") {
          postForm(.accountUnlock(id), frame.formToken) {
            button(.class("button"), .type("submit")) { "解除锁定" }
          }
        }
      }
      if actor.may(.manageAccounts) {
        card("重置密码", note: "本人忘记密码时使用；该账号的登录全部退出，本人登录后须先修改密码") {
          postForm(.accountPassword(id), frame.formToken) {
            inputField(
              "新的初始密码", "new", kind: .password,
              hint: "至少 10 个字符，大写字母、小写字母、数字、符号中至少三种",
              .literal("autocomplete", "new-password"))
            submitButton("重置密码")
          }
        }
      }
      if actor.may(.manageAccounts), !row.belongsToBody {
        card("检查人员", note: "检查员账号要与名录库中的人员对应，才能参加检查组") {
          postForm(.accountInspector(id), frame.formToken) {
            inputField("人员编号", "code", row.inspector, hint: "名录库中的编号；留空则解除对应")
            submitButton("保存")
          }
        }
      }
      if actor.may(.manageAccounts) {
        card("停用账号", note: "停用后立即退出所有登录") {
          postForm(.accountEnd(id), frame.formToken) {
            inputField("理由", "reason")
            button(.class("button"), .type("submit")) { "停用" }
          }
        }
      }
    }
  }
}
