internal import DrawFolder
internal import Glibc
internal import Kernel
internal import Storage

// The commands about the journal.

let journalVerifyCommand = Command(
  name: "journal verify", summary: "核对操作日志链，指出第一处被改动、缺失或调换的记录", positional: [],
  options: databaseOptions + [
    .value("anchor", "文件", "每日锚定文件（serve 所写，由另一方保存）：还核对每一天的末条和树根"),
    progressOption,
  ],
  details: """
    只查看，不改动数据库，系统运行中也可以。相接无误时输出 verified、记录条数和末条指纹；否则输出第一处不符，退出码 1。
    能改数据库的人也能重算整条链，改不了别人手里的锚定：请用另一方保存的锚定文件核对。
    """,
  run: { arguments in
    let anchors = try arguments["anchor"].map { path in
      try JournalAnchor.read(
        String(decoding: try readFile(path), as: UTF8.self), named: path)
    }
    let opened = try OpenedStore(arguments, for: .reading)
    defer { opened.store.close() }
    let line = ProgressLine(arguments)
    defer { line.end() }
    let result = try Journal.verify(
      opened.store, crew: Threads(), anchors: anchors ?? [],
      progress: { done, total in line.report("正在核对日志 \(min(done, total))/\(total)") })
    line.end()
    switch result {
    case .success(let found):
      try say("verified \(found.count) \(found.digest)")
      if let anchors { try say("anchored \(anchors.count) \(anchors.last?.day ?? "-")") }
      return ExitStatus.fine
    case .failure(let fault):
      try say("\(fault.sentence)。")
      return ExitStatus.refused
    }
  })

let journalExportCommand = Command(
  name: "journal export", summary: "导出操作日志，附上记录确在日志中的证明", positional: ["文件"],
  options: databaseOptions + [
    .value("kind", "种类", "记录种类，如 visit、plan、account"),
    .value("subject", "编号", "记录编号，与 --kind 一起给"),
    .value("person", "人员", "登录名或姓名"),
    .value("action", "操作", "如 visit.approve"),
    .value("from", "日期", "从哪一天起，如 2026-01-01"),
    .value("until", "日期", "到哪一天止"),
    progressOption,
  ],
  details: """
    每行一条 JSON，旧的在前，不设条数上限；末行是条数、总条数和树根（RFC 6962）。
    收到的人运行 mingcha journal check 核对，不需要数据库。导出本身也记入日志。
    """,
  run: { arguments in
    let names = ["kind", "subject", "person", "action", "from", "until"]
    var pairs: [String: String] = [:]
    for name in names { pairs[name] = arguments[name] }
    let opened = try OpenedStore(arguments, for: .reading)
    defer { opened.store.close() }
    let line = ProgressLine(arguments)
    defer { line.end() }
    let made = try Journal.export(
      pairs, from: try opened.house(), to: arguments.positional[0],
      progress: { line.report("已导出 \($0) 条") })
    line.end()
    try say("exported \(made.entries)\ntree \(made.size) \(made.root)\nsha256 \(made.digest)")
    return ExitStatus.fine
  })

let journalCheckCommand = Command(
  name: "journal check", summary: "核对 journal export 或 journal close 写出的文件", positional: ["文件"],
  options: [
    .value("anchor", "文件", "每日锚定文件：还核对树根就是某一天锚定的树根"), progressOption,
  ],
  details: """
    不需要数据库。逐条核对指纹、相邻记录的相接、证明和树根。成立时输出 verified、条数、起止序号、总条数和树根；
    不成立时指出第一处不符，退出码 1。没有给 --anchor 时，输出的树根要由您与自己保存的锚定比对，一致才算数。
    """,
  run: { arguments in
    let path = arguments.positional[0]
    let anchors = try arguments["anchor"].map { path in
      try JournalAnchor.read(
        String(decoding: try readFile(path), as: UTF8.self), named: path)
    }
    let line = ProgressLine(arguments)
    defer { line.end() }
    let found = try Journal.check(path, progress: { line.report("已核对 \($0) 条") })
    line.end()
    var lines = ["verified \(found.entries) \(found.first) \(found.last)"]
    if let chain = found.chain { lines.append("chain \(chain.previous) \(chain.digest)") }
    lines.append("tree \(found.size) \(found.root)")
    if let anchors {
      guard let anchor = anchors.first(where: { $0.number == found.size }) else {
        try say(lines.joined(separator: "\n"))
        note("锚定文件里没有第 \(found.size) 条这一天的锚定，树根无从比对。")
        return ExitStatus.refused
      }
      guard anchor.root == found.root else {
        note("文件的树根与 \(anchor.day) 的锚定不同：这些记录不在那份日志里，或日志被改写过。")
        return ExitStatus.refused
      }
      lines.append("anchored \(anchor.day)")
    } else {
      lines.append("请把上面的树根与自己保存的锚定比对，一致才算数。")
    }
    try say(lines.joined(separator: "\n"))
    return ExitStatus.fine
  })

let journalCloseCommand = Command(
  name: "journal close", summary: "把已结束年度的操作日志移到文件里，链继续相接",
  positional: ["年度", "文件"], options: databaseOptions + [progressOption],
  details: """
    先写文件，再逐条读回核对，全部无误后才从数据库移走；以前没有归档的年度一起移走。文件已存在时不覆盖。
    日志不删除：请把文件与备份分开长期保存（不少于六年），用 mingcha journal check 随时可以核对。
    """,
  run: { arguments in
    guard let year = Int(arguments.positional[0]), (2000...2999).contains(year) else {
      throw UsageFault(sentence: "年度应如 2020，不能是“\(arguments.positional[0])”。")
    }
    let opened = try OpenedStore(arguments, for: .reading)
    defer { opened.store.close() }
    let line = ProgressLine(arguments)
    defer { line.end() }
    let closed = try Journal.close(
      year: year, into: arguments.positional[1], try opened.house(),
      progress: { line.report("已写出 \($0) 条") })
    line.end()
    try say("closed \(closed.first) \(closed.last)\nsha256 \(closed.digest)")
    return ExitStatus.fine
  })
