internal import Accounts
internal import Draw
internal import Kernel
internal import Storage

// The commands about accounts.

let accountRescueCommand = Command(
  name: "account rescue", summary: "管理员都进不来时，在本机恢复一个账号的登录", positional: ["登录名"],
  options: databaseOptions + [
    .value("reason", "理由", "为什么由本机恢复、经谁批准，记入操作日志")
  ],
  details: """
    解除锁定和动态口令，退出该账号的全部登录，给出一次性密码；本人登录后须先改密码，再按规则重新设置动态口令。
    平时请由安全管理员解锁、系统管理员重置密码；本命令只在他们也进不来时使用，系统运行中也可以。
    角色不变，密码只显示这一次；谁也不能用它不留痕迹：操作日志记为“在本机恢复登录”。
    """,
  run: { arguments in
    guard let reason = arguments["reason"] else {
      throw UsageFault(sentence: "请用 --reason 写明理由。")
    }
    let login = arguments.positional[0]
    let opened = try OpenedStore(arguments, for: .reading)
    defer { opened.store.close() }
    let made = try Accounts.rescue(login: login, reason: reason, try opened.house())
    do throws(Refusal) {
      try say("\(login)\t\(made.password)\t\(made.name)\n请本人立即登录并修改密码。")
    } catch {
      return complain("\(error.description)账号已恢复，但密码没有写出。请再运行一次本命令。")
    }
    return ExitStatus.fine
  })
