internal import Draw
internal import DrawFolder
internal import Glibc

// The commands about Merkle trees: `prove`, `check-proof`, `tree`.

let proveCommand = Command(
  name: "prove", summary: "写出一个对象在名单里的证明", positional: ["文件夹", "编号"],
  options: [.value("file", "文件", "在哪份名单里：roster.tsv（默认）或 inspectors.tsv")],
  details: """
    证明（RFC 6962 的包含证明）写到标准输出，用 mingcha check-proof 或别人写的程序都能核对。
    编号不在名单里时退出码为 1。
    """,
  run: { arguments in
    let name = arguments["file"] ?? FileName.roster
    guard [FileName.roster, FileName.inspectors].contains(name) else {
      throw UsageFault(sentence: "选项 --file 应为 roster.tsv 或 inspectors.tsv。")
    }
    return try prove(arguments.positional[1], name, in: arguments.positional[0])
  })

private func prove(_ id: String, _ name: String, in path: String) throws(Refusal) -> Int32 {
  let folder = try DrawFolder(path)
  let suite = try suite(ofRules: try folder.file(FileName.rules))
  let proof =
    name == FileName.roster
    ? try prove(id, in: try folder.roster(), named: name, suite)
    : try prove(
      id, in: RosterBytes(try folder.file(name), crew: Threads()), named: name, suite)
  guard let proof else { return unknown(id, name) }
  try write(proof.text, to: STDOUT_FILENO)
  return ExitStatus.fine
}

let checkProofCommand = Command(
  name: "check-proof", summary: "核对 prove 写出的证明", positional: ["证明文件"],
  options: [
    .value("root", "十六进制", "公布的根，64 个小写十六进制数字"),
    .value("transcript", "文件", "公布的 transcript.txt，从中取根和行数"),
  ],
  details: """
    成立时输出 verified、根和证明的那一行；不成立时说明原因，退出码 1。
    --root 和 --transcript 都没有给时，只核对证明自身，输出的根要由您与公布的比对。
    """,
  run: { arguments in
    let published = try arguments["root"].map { text throws(UsageFault) in
      guard let root = bytes(hex: text), root.count == 32 else {
        throw UsageFault(sentence: "选项 --root 应为 64 个小写十六进制数字。")
      }
      return root
    }
    return try checkProof(arguments.positional[0], published, arguments["transcript"])
  })

private func checkProof(
  _ path: String, _ published: [UInt8]?, _ transcript: String?
) throws(Refusal) -> Int32 {
  let proof = try parse(path) { text throws(Refusal) in try InclusionProof(text: text) }
  var fault = proof.fault(published: published)
  if let transcript {
    let facts = try parse(transcript) { text throws(Refusal) in try TranscriptFacts(text) }
    fault = fault ?? proof.fault(in: facts)
  }
  if let fault {
    try say(fault)
    return ExitStatus.refused
  }
  var lines = [
    "verified \(hex(proof.root))",
    "\(proof.file) 共\(proof.size)行（含首行），第\(proof.index + 1)行是：",
    String(decoding: proof.line, as: UTF8.self),
  ]
  if published == nil, transcript == nil { lines.append("请把上面的根与公布的根比对，一致才算数。") }
  try say(lines.joined(separator: "\n"))
  return ExitStatus.fine
}

extension InclusionProof {
  /// Why the proof does not hold by itself or for another root; nil if it does.
  fileprivate func fault(published: [UInt8]?) -> String? {
    guard isSound else { return "从这一行沿证明的路径算不出证明写明的根，证明不成立。" }
    if let published, published != root {
      return "证明的根是 \(hex(root))，不是给出的 \(hex(published))，不是同一份名单。"
    }
    return nil
  }

  /// Why the proof is not for a file of this draw; nil if it is.
  fileprivate func fault(in facts: TranscriptFacts) -> String? {
    guard let published = facts.root(of: file) else {
      return "抽取记录里没有 \(file) 的根，证明与它对不上。"
    }
    guard facts.suite == suite else { return "证明用的散列算法与抽取记录不同，不是同一次抽取。" }
    guard published.root == root else {
      return "证明的根是 \(hex(root))，抽取记录公布的是 \(hex(published.root))，不是同一份名单。"
    }
    guard published.records + 1 == size else {
      return "证明写明名单有\(size)行，抽取记录公布的是\(published.records + 1)行，证明被改动过。"
    }
    return nil
  }
}

let treeCommand = Command(
  name: "tree", summary: "写出抽取文件每一行的散列，留存备查", positional: ["文件夹"], options: [],
  details: """
    封存名单时保存一份；以后文件有改动，mingcha verify --against 用它找出是哪一行。
    名单、人员、回避三份文件的根就是抽取记录里公布的根。
    """,
  run: { arguments in
    let folder = try DrawFolder(arguments.positional[0])
    let suite = try suite(ofRules: try folder.file(FileName.rules))
    let tree = try TreeFile(of: try drawFiles(in: folder), suite)
    try write(tree.text, to: STDOUT_FILENO)
    return ExitStatus.fine
  })

/// What is in a file that the person named: a fault in it is told under that name.
func parse<Content>(
  _ path: String, _ content: ([UInt8]) throws(Refusal) -> Content
) throws(Refusal) -> Content {
  let bytes = try readFile(path)
  do throws(Refusal) {
    return try content(bytes)
  } catch {
    throw Refusal(file: path, line: error.line, reason: error.reason)
  }
}

/// The files of a draw folder that are there, by name.
func drawFiles(in folder: DrawFolder) throws(Refusal) -> [(name: String, bytes: [UInt8])] {
  var files: [(name: String, bytes: [UInt8])] = []
  for name in TreeFile.fileNames {
    if let bytes = try folder.optionalFile(name) { files.append((name, bytes)) }
  }
  return files
}
