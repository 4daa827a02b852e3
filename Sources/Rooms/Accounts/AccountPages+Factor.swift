internal import Crypto
internal import HTML
internal import Kernel

extension AccountPages {
  struct FactorModel {
    let address: String
    let secret: String
    let sealed: String
    let problems: [String]
  }

  static func secondFactorSetUp(_ frame: Frame, _ model: FactorModel) -> some HTML {
    officePage(frame, "设置动态口令", trail: [("工作台", .desk), ("我的账号", .account)]) {
      pageHead("设置动态口令", "三步：在手机上装一个验证器程序，扫码，输入它显示的数字。")
      problemList(model.problems)
      card("一、扫码", note: "任何支持 TOTP（RFC 6238）的验证器都可以") {
        qrImage(model.address, title: "用验证器扫这个二维码")
        p {
          "不能扫码时，在验证器里手工输入密钥："
          code(.class("hash")) { model.secret }
        }
        p(.class("notes"), .role("note")) { "密钥只在这一页显示，请不要截图或转发。" }
      }
      card("二、确认") {
        postForm(.secondFactor, frame.formToken) {
          hiddenField("proposed", model.sealed)
          inputField(
            "验证器现在显示的 6 位数字", "code", "", .literal("autocomplete", "one-time-code"),
            .literal("inputmode", "numeric"), .flag("required"))
          submitButton("开始使用")
        }
      }
    }
  }

  static func recoveryCodes(_ frame: Frame, _ codes: [String]) -> some HTML {
    officePage(frame, "恢复码", trail: [("工作台", .desk), ("我的账号", .account)]) {
      pageHead("恢复码", "手机丢失时，用一个恢复码代替动态口令登录。每个只能用一次，只在这一页显示一次。")
      card("请打印或抄下，锁在只有您能打开的地方") {
        ol { each(codes) { text in li { code { text } } } }
        p(.class("actions")) { a(.class("button main"), .href(Link.account)) { "已经保存好了" } }
      }
    }
  }

  struct RulesModel {
    let rules: AccountRules
    let mayChange: Bool
    let typed: [AccountRule: String]
    let history: RecordHistory
    let problems: [String]
  }

  static func rules(_ frame: Frame, _ model: RulesModel) -> some HTML {
    officePage(frame, "账号规则", trail: [("工作台", .desk), ("账号与角色", .accounts)]) {
      pageHead("账号规则", "由最高一级市场监管部门的安全管理员设定，对所有账号生效；每次改动记入操作日志。")
      problemList(model.problems)
      card {
        if model.mayChange {
          postForm(.accountRules, frame.formToken) {
            each(AccountRule.allCases) { rule in
              let value = model.typed[rule] ?? String(model.rules[rule])
              if rule.isSwitch {
                selectField(
                  rule.label, rule.rawValue, value, [("1", "是"), ("0", "否")],
                  hint: "默认\(rule.shown(rule.standard))。依据：\(rule.basis)")
              } else {
                inputField(
                  rule.label, rule.rawValue, value, kind: .number,
                  hint:
                    "\(rule.bounds.lowerBound) 至 \(rule.bounds.upperBound)，默认 \(rule.standard)。依据：\(rule.basis)"
                )
              }
            }
            submitButton("保存")
          }
        } else {
          factList(AccountRule.allCases.map { ($0.label, $0.shown(model.rules[$0])) })
        }
      }
      recordHistory(frame, model.history)
    }
  }

  struct SignInsModel {
    let rows: [SignInRow]
    let paging: Paging
    let login: String
    let onlyFailures: Bool
  }

  static func signIns(_ frame: Frame, _ model: SignInsModel) -> some HTML {
    officePage(frame, "登录记录", trail: [("工作台", .desk)]) {
      pageHead("登录记录", "本单位和下级各账号每次登录的成功与失败。")
      card {
        getForm(.signIns, .class("filters")) {
          inputField("登录名", "login", model.login, kind: .search)
          selectField(
            "结果", "outcome", model.onlyFailures ? "failed" : "",
            [("", "全部"), ("failed", "只看失败")])
          sideButton("筛选")
        }
        if model.rows.isEmpty {
          emptyState("没有符合条件的登录记录。请放宽筛选条件。")
        } else {
          signInTable(model.rows, showsAccount: true)
          pager(
            model.paging, .signIns,
            [("login", model.login), ("outcome", model.onlyFailures ? "failed" : "")])
        }
      }
    }
  }
}

extension AccountPages {
  /// The provider's answer opened nothing.
  static func providerRefused(_ frame: Frame, _ sentence: String, subject: String?) -> some HTML {
    gate(frame, "没有登录") {
      p(.class("problems"), .role("alert")) { sentence }
      if let subject { p { code(.class("hash")) { subject } } }
      p { a(.class("button main"), .href(Link.signIn)) { "回到登录页" } }
    }
  }
}
