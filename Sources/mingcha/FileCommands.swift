internal import Accounts
internal import Composition
internal import Glibc
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

// The commands `import` and `export`: what the pages do, without a browser.

private let actorOption = Option.value(
  "as", "账号", "以这个账号的权限和名义办理；默认由系统办理，不限地区")

let importCommand = Command(
  name: "import", summary: "把表格文件导入名录库", positional: ["内容", "文件"],
  options: databaseOptions + [
    .flag("dry-run", "只检查，不导入，也不改动数据库"),
    .flag("json", "结果写成 JSON"),
    actorOption, progressOption,
  ],
  details: """
    内容是名录库的名称，如 bodies、inspectors；写错时列出全部可用的名称。
    文件可以是 XLSX、CSV 或 TSV，与网页导入相同：合格的行一次全部入库，不合格的行逐条说明，不导入。
    任何一步出错都不留下一半。有不合格的行时退出码为 1；文件读不了或列不对时为 2。
    """,
  run: { try runImport($0) })

let exportCommand = Command(
  name: "export", summary: "把名录库导出到标准输出", positional: ["内容"],
  options: databaseOptions + [
    .value("as-of", "日期", "这一天结束时的状态，如 2026-06-30；默认现在"),
    .value("format", "csv|xlsx|ndjson", "文件格式，默认 csv"),
    actorOption,
  ],
  details: """
    逐行写出，不限行数；导出的文件可以原样导入。行数写在标准错误的最后一行，并记入操作日志。
    """,
  run: { try runExport($0) })

private func runImport(_ arguments: Arguments) throws -> Int32 {
  let kind = try kind(arguments.positional[0])
  let path = arguments.positional[1]
  let fileName = path.split(separator: "/").last.map(String.init) ?? path
  let isDry = arguments.has("dry-run")
  let opened = try OpenedStore(arguments, for: .reading)
  defer { opened.store.close() }
  let house = try opened.house()
  let actor = try actor(arguments, opened)
  let line = ProgressLine(arguments)
  defer { line.end() }
  let progress: (ImportProgress) -> Void = { progress in
    if let total = progress.total {
      line.report("正在写入 \(progress.rows)行，共\(total)行")
    } else {
      line.report("正在检查 \(progress.rows)行")
    }
  }
  let report: ImportReport
  do {
    report =
      isDry
      ? try Imports.checkFile(
        kind: kind, path: path, fileName: fileName, by: actor, house, progress: progress)
      : try Imports.importFile(
        kind: kind, path: path, fileName: fileName, by: actor, house, progress: progress)
  } catch let fault as UnreadableFile {
    for reason in fault.reasons { note(reason) }
    return ExitStatus.broken
  }
  line.end()
  if arguments.has("json") {
    try say(report.json)
  } else {
    for finding in report.findings.prefix(20) { note(finding.sentence) }
    if report.findings.count > 20 { note("另有\(report.findings.count - 20)处问题或提示，用 --json 查看。") }
    try say(report.sentence)
  }
  return report.counts.refused == 0 ? ExitStatus.fine : ExitStatus.refused
}

private func runExport(_ arguments: Arguments) throws -> Int32 {
  let kind = try kind(arguments.positional[0])
  guard let format = TableFormat(rawValue: arguments["format"] ?? "csv") else {
    throw UsageFault(sentence: "选项 --format 应为 csv、xlsx 或 ndjson。")
  }
  let day = try arguments["as-of"].map { text throws(UsageFault) in
    guard let day = CalendarDay(iso: text) else {
      throw UsageFault(sentence: "选项 --as-of 应为 2026-06-30 这样的日期，不能是“\(text)”。")
    }
    return day
  }
  let opened = try OpenedStore(arguments, for: .reading)
  defer { opened.store.close() }
  guard format != .xlsx || isatty(STDOUT_FILENO) == 0 else {
    throw UsageFault(sentence: "XLSX 不能写到终端，请用 > 写到文件。")
  }
  let rows = try Imports.export(
    kind, format, to: STDOUT_FILENO, asOf: day, by: try actor(arguments, opened),
    try opened.house())
  note("已导出\(kind.label)\(rows)行。")
  return ExitStatus.fine
}

private func kind(_ name: String) throws(UsageFault) -> ImportKind {
  guard let kind = Rooms.all.datasets.kind(name) else {
    let all = Rooms.all.datasets.kinds.map { "\($0)（\($0.label)）" }.joined(separator: "、")
    throw UsageFault(sentence: "没有叫“\(name)”的内容。可用的有：\(all)。")
  }
  return kind
}

/// The account named by `--as`; nil for the house itself.
private func actor(_ arguments: Arguments, _ opened: OpenedStore) throws -> Actor? {
  guard let login = arguments["as"] else { return nil }
  guard let actor = try opened.store.read({ try Accounts.actor(login: login, $0) }) else {
    throw UsageFault(sentence: "没有叫“\(login)”的账号，或它已经停用。")
  }
  guard actor.may(.changeRegistry) else {
    throw UsageFault(sentence: "账号“\(login)”没有维护名录库的角色。")
  }
  return actor
}
