internal import Accounts
internal import Composition
internal import Crypto
internal import Draw
internal import Kernel
internal import Storage

let setUpCommand = Command(
  name: "setup", summary: "为正式使用建库：登记牵头机关，建立三员账号", positional: [],
  options: databaseOptions + [
    .value("authority", "名称", "牵头机关全称，如 上海市市场监督管理局"),
    .value("region", "代码", "行政区划代码（GB/T 2260），如 310000"),
    .value("level", "层级", "national、province、city 或 district，默认 city"),
  ],
  details: """
    建立三个账号：system（系统管理员）、security（安全管理员）、audit（审计管理员），初始密码只显示这一次。
    之后由系统管理员在网页上建立其他账号，安全管理员分配角色。已有账号的数据库不再接受本命令。
    """,
  run: { arguments in
    guard let name = arguments["authority"], let region = arguments["region"] else {
      throw UsageFault(sentence: "请给出 --authority 和 --region。")
    }
    let opened = try OpenedStore(arguments, for: .serving)
    defer { opened.store.close() }
    let accounts = try Accounts.setUp(
      authority: name, region: region, level: arguments["level"] ?? "city",
      house: try opened.house())
    let lines = accounts.map { "\($0.login)\t\($0.password)\t\($0.role)" }
    do throws(Refusal) {
      try say((lines + ["请立即登录并修改初始密码。"]).joined(separator: "\n"))
    } catch {
      return complain(
        "\(error.description)三个账号已建立，但初始密码没有写出，也不会再显示。请删除数据库 \(opened.location) 后重新运行本命令。")
    }
    return ExitStatus.fine
  })
