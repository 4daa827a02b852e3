internal import Crypto
internal import Draw
internal import Draws
internal import Kernel
internal import Storage

// The commands that need no server.

let drawCommand = Command(
  name: "draw", summary: "按抽取文件夹计算抽取记录，写到标准输出", positional: ["文件夹"],
  options: [progressOption],
  details: """
    文件夹里应有 roster.tsv、rules.tsv、seed.tsv，可有 inspectors.tsv、conflicts.tsv、amendments.tsv；
    也可以是装着这些文件的 ZIP。
    输入不合规定时不输出任何记录，只在标准错误给出一句话：文件、行、原因。
    """,
  run: { runDraw(directory: $0.positional[0], ProgressLine($0)) })

let verifyCommand = Command(
  name: "verify", summary: "重算抽取，与公布的 transcript.txt 逐行比对", positional: ["文件夹"],
  options: [
    .value("against", "文件", "mingcha tree 写的散列树：还找出各文件与原件不同的行"), progressOption,
  ],
  details: """
    相同时输出 verified 和末行指纹；不同时输出第一处不同的行、应为和实为，退出码 1。
    也可以是公示页面下载的 ZIP；其中的文件应都在最上层或同一个文件夹里。
    """,
  run: {
    runVerify(directory: $0.positional[0], against: $0["against"], ProgressLine($0))
  })

let commitCommand = Command(
  name: "commit", summary: "离线生成随机数和承诺值", positional: ["提供方名称"],
  options: [.value("suite", "sha256|sm3", "散列算法，默认 sha256；应与抽取规则一致")],
  details: """
    在自己的机器上运行：把承诺值（commitment）登记到抽取页面，把随机数（secret）妥善保管，
    公共随机数产生之后再交出。提供方名称必须与抽取页面上的完全一致。
    """,
  run: { arguments in
    guard let suite = Suite(rawValue: arguments["suite"] ?? "sha256") else {
      throw UsageFault(sentence: "选项 --suite 应为 sha256 或 sm3。")
    }
    let contributor = arguments.positional[0]
    guard !contributor.isEmpty, contributor.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw UsageFault(sentence: "提供方名称不能为空，也不能含制表符、换行等控制字符。")
    }
    let line = Draws.commitLine(
      contributor: contributor, suite: suite.rawValue, entropy: SystemEntropy())
    try say(
      """
      contributor\t\(contributor)
      commitment\t\(line.commitment)
      secret\t\(line.secret)
      """)
    return ExitStatus.fine
  })
