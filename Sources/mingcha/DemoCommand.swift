internal import Composition
internal import Kernel
internal import Storage
internal import Supervision

let demoCommand = Command(
  name: "demo", summary: "在空数据库里生成演示数据：一个虚构的上海", positional: [],
  options: databaseOptions + [
    .value("bodies", "数量", "机构数，默认 1200（600 至 200000）；全国规模默认 53000"),
    .value("size", "规模", "national：另加全国其他省份的机构和全部机构的能力参数"),
    .value("capabilities", "数量", "全国规模的能力参数条数，默认 10000000（1000 至 100000000）"),
    .value("seed", "数", "随机种子，默认 1；同样的数量、种子和日期生成同样的数据"),
    .value("date", "日期", "演示从哪一天开始使用，如 2026-11-20，默认今天"),
    progressOption,
  ],
  details: """
    生成机关、账号、名录库、一次已抽取并检查到各个阶段的监督抽查、一个待封存的下一年度计划。
    全部账号的密码相同，账号表写在数据文件夹的 accounts.txt。生成办法见 docs/demo.md。
    """,
  run: { arguments in
    let isNational = arguments["size"] != nil
    guard !isNational || arguments["size"] == "national" else {
      throw UsageFault(sentence: "选项 --size 只能是 national；不写就是通常的演示数据。")
    }
    guard isNational || arguments["capabilities"] == nil else {
      throw UsageFault(sentence: "选项 --capabilities 要和 --size national 一起用。")
    }
    let bodies = try arguments.number(
      "bodies", 600...200_000, default: isNational ? 53_000 : 1200)
    let capabilities = try arguments.number(
      "capabilities", 1000...100_000_000, default: 10_000_000)
    let seed = try arguments.number("seed", 0...Int(Int32.max), default: 1)
    var today = OpenedStore.now().day
    if let text = arguments["date"] {
      guard let day = CalendarDay(iso: text) else {
        throw UsageFault(sentence: "选项 --date 应为 2026-11-20 这样的日期，不能是“\(text)”。")
      }
      today = day
    }
    let opened = try OpenedStore(arguments, for: .serving)
    defer { opened.store.close() }
    let line = ProgressLine(arguments)
    let accounts = try Demo.generate(
      DemoOptions(
        bodies: isNational ? min(bodies, 1200) : bodies, seed: seed, today: today,
        national: isNational
          ? DemoOptions.National(bodies: bodies, capabilities: capabilities) : nil),
      store: opened.store,
      dataFolder: opened.folder, progress: { line.step("生成：\($0)") })
    guard writeFile([UInt8](accounts.utf8), to: "\(opened.folder)/accounts.txt") else {
      return complain("写不了 \(opened.folder)/accounts.txt，请检查权限；数据库已经生成。")
    }
    try say("演示数据已生成：\(opened.location)（\(bodies) 家机构，种子 \(seed)，日期 \(today.iso)）")
    return ExitStatus.fine
  })
