internal import Bodies
internal import Kernel
internal import Storage
internal import Supervision

/// One way of a file through the capabilities.
///
/// A batch asks the store for its bodies, the numbers of its words and what those bodies have; all
/// of it stays for the next batch, since a body's rows stand together, until there is too much.
struct CapabilityPass: LibraryPass {
  typealias Buffer = StepsOnDisk<Step>

  struct Step: Sendable {
    enum Effect: Sendable {
      case add
      case change(Int)
      case end(Int)
    }
    let body: BodyID
    let draft: CapabilityDraft
    let effect: Effect
  }

  let context: ImportContext
  private var cells = CapabilityCells()
  private var bodies: [String: KnownBody] = [:]
  /// Made with the first batch that is stored.
  private var writer: CapabilityWriter?

  /// So many bodies are remembered, and so many of their capabilities.
  private static let most = (bodies: 5000, capabilities: 150_000)
  private var count = 0

  init(_ context: ImportContext) { self.context = context }

  // MARK: asking

  mutating func prepare(_ rows: [RowIntake]) throws {
    if bodies.count > Self.most.bodies || count > Self.most.capabilities {
      bodies = [:]
      count = 0
    }
    var missing: Set<String> = []
    for row in rows {
      if let uscc = row.cell("uscc"), bodies[uscc] == nil { missing.insert(uscc) }
    }
    guard !missing.isEmpty else { return }
    for (uscc, body) in try Bodies.knownBodies(missing.sorted(), context.db) {
      bodies[uscc] = try KnownBody(body, context.db)
    }
  }

  // MARK: reading

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let uscc = intake.take("uscc", reader.uscc)
    let body = uscc.flatMap { bodies[$0] }
    if let uscc, !reader.scope.contains(body?.region ?? "") {
      intake.refuse("uscc", "您管辖范围内没有代码为“\(uscc)”的机构。", "请先导入该机构，或核对代码。")
    }
    var draft = CapabilityDraft()
    readWords(&draft, &intake)
    if let body { readPlace(body, &draft, &intake) }
    draft.validFrom = intake.takeIfFilled("valid_from") { cell throws(CellFault) in
      try reader.day(cell, "起始日期")
    }
    draft.validUntil = intake.takeIfFilled("valid_until") { cell throws(CellFault) in
      try reader.day(cell, "截止日期")
    }
    if let from = draft.validFrom, let until = draft.validUntil, until < from {
      intake.refuse("valid_until", "截止日期早于起始日期。", "请改正其中之一。")
    }
    let isEnded = intake.takeIfFilled("status") { cell throws(CellFault) in
      try reader.word(
        cell, "状态", [(["有效", "active", "正常"], false), (["终止", "ended", "取消", "撤销"], true)])
    }
    guard !intake.isRefused, let uscc, let body else { return nil }
    intake.title = "\(draft.parameter) \(draft.standard)"
    intake.claim(
      "\(uscc)\n\(draft.site)\n\(draft.category)\n\(draft.parameter)\n\(draft.standard)\n"
        + draft.clause, "parameter")
    guard !intake.isRefused else { return nil }
    return try outcome(draft, body, isEnded: isEnded ?? false, &intake)
  }

  private mutating func readWords(_ draft: inout CapabilityDraft, _ intake: inout RowIntake) {
    draft.category = take("category", "类别", 200, isRequired: true, &intake)
    draft.parameter = take("parameter", "参数", 200, isRequired: true, &intake)
    draft.standard = takeStandard(&intake)
    draft.standardTitle = take("standard_title", "标准名称", 300, &intake)
    draft.clause = take("clause", "条款", 100, &intake)
    draft.method = take("method", "方法", 200, &intake)
    draft.limits = take("limits", "限制范围", 500, &intake)
  }

  private mutating func take(
    _ code: String, _ name: String, _ limit: Int, isRequired: Bool = false,
    _ intake: inout RowIntake
  ) -> String {
    // Most cells repeat one before; what was fine once is fine again.
    if let cell = intake.cell(code), let known = cells.known(cell, code) { return known }
    let reader = context.reader
    let text = intake.take(code) { cell throws(CellFault) in
      try reader.text(cell, name, limit: limit, isRequired: isRequired)
    }
    if let text, let cell = intake.cell(code) { cells.remember(cell, code, text) }
    if text == nil, isRequired, intake.cell(code) == nil {
      intake.refuse(code, "没有“\(name)”列。", "请补上这一列。")
    }
    return text ?? ""
  }

  private mutating func takeStandard(_ intake: inout RowIntake) -> String {
    if let cell = intake.cell("standard"), let known = cells.known(cell, "standard") {
      return known
    }
    let reader = context.reader
    let text = intake.take("standard") { cell throws(CellFault) in
      let code = try reader.text(
        StandardCode.normalized(cell), "标准编号", limit: 60)
      guard code.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) else {
        throw CellFault("标准编号“\(code)”里没有数字。", "请填写编号，如 GB 5009.12-2023；名称写在“标准名称”列。")
      }
      return code
    }
    if let text, let cell = intake.cell("standard") { cells.remember(cell, "standard", text) }
    return text ?? ""
  }

  private func readPlace(
    _ body: KnownBody, _ draft: inout CapabilityDraft, _ intake: inout RowIntake
  ) {
    if let name = intake.cell("name"), !name.isEmpty, name != body.name {
      intake.doubt("name", "登记的名称是“\(body.name)”。", "按信用代码导入；如已更名，请修改登记。")
    }
    if let site = intake.cell("site"), !site.isEmpty, site != Sites.mainName {
      if let id = body.sites[site] {
        draft.site = id
      } else {
        let near = body.sites.keys.sorted().joined(separator: "、")
        intake.refuse(
          "site", "这家机构没有登记名为“\(site)”的场所。",
          near.isEmpty ? "请先登记场所；主场所留空。" : "已登记：\(near)；主场所留空。")
      }
    }
    if let number = intake.cell("certificate"), !number.isEmpty, number != body.certificateNumber {
      if let id = body.certificates[number] {
        draft.certificate = id
      } else {
        intake.refuse("certificate", "这家机构没有登记编号为“\(number)”的证书。", "请核对编号；主证书可以留空。")
      }
    }
  }

  // MARK: comparing

  private mutating func outcome(
    _ draft: CapabilityDraft, _ body: KnownBody, isEnded: Bool, _ intake: inout RowIntake
  ) throws -> RowOutcome<Step>? {
    if body.kept == nil { count += try body.learn(context.db) }
    guard let known = body.kept?[draft.key] else {
      guard !isEnded else {
        intake.refuse("status", "要终止的能力没有登记。", "请核对类别、参数、标准、条款和场所。")
        return nil
      }
      return .new(Step(body: body.id, draft: draft, effect: .add))
    }
    if isEnded { return .ended(Step(body: body.id, draft: draft, effect: .end(known.number))) }
    if known.draft.isSame(as: draft) { return .same }
    intake.change("方法", known.draft.method, draft.method)
    intake.change("限制范围", known.draft.limits, draft.limits)
    intake.change("起始日期", known.draft.validFrom?.iso ?? "", draft.validFrom?.iso ?? "")
    intake.change("截止日期", known.draft.validUntil?.iso ?? "", draft.validUntil?.iso ?? "")
    if known.draft.certificate != draft.certificate {
      intake.change("证书", "", intake.cell("certificate") ?? "主证书")
    }
    return .changed(Step(body: body.id, draft: draft, effect: .change(known.number)))
  }

  // MARK: storing

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    let writer =
      try writer ?? CapabilityWriter(writing.transaction, change: writing.change)
    self.writer = writer
    var added: [(body: BodyID, draft: CapabilityDraft)] = []
    var ended: [BodyID: [Int]] = [:]
    for step in steps {
      switch step.effect {
      case .add: added.append((body: step.body, draft: step.draft))
      case .change(let number): try writer.change(number, of: step.body, to: step.draft)
      case .end(let number): ended[step.body, default: []].append(number)
      }
    }
    for (body, numbers) in ended.sorted(by: { $0.key.number < $1.key.number }) {
      try writer.end(numbers, of: body)
    }
    try writer.add(added)
    try writer.finish()
  }
}

/// What a cell of a column was read as; most are repeated many times in a file.
struct CapabilityCells {
  private var texts: [String: [String: String]] = [:]
  private static let most = 100_000

  func known(_ cell: String, _ code: String) -> String? { texts[code]?[cell] }

  mutating func remember(_ cell: String, _ code: String, _ text: String) {
    if texts[code]?.count ?? 0 >= Self.most { texts[code] = [:] }
    texts[code, default: [:]][cell] = text
  }
}

/// A body that rows of a file are about. What it has is read when the first row asks.
final class KnownBody {
  struct Known {
    let number: Int
    let draft: CapabilityDraft
  }

  let id: BodyID
  let name: String
  let region: String
  let certificateNumber: String
  let sites: [String: Int]
  let certificates: [String: Int]
  /// What it has; nil until it has been read.
  private(set) var kept: [CapabilityDraft.Key: Known]?

  init(_ body: Body, _ db: any Connection) throws {
    id = body.id
    name = body.row.name
    region = body.row.region
    certificateNumber = body.row.certificateNumber
    let places = try Capabilities.places(of: body.id, db)
    sites = Dictionary(places.sites.map { ($0.name, $0.id) }) { first, _ in first }
    certificates = Dictionary(places.certificates.map { ($0.name, $0.id) }) { first, _ in first }
  }

  /// - Returns: how many it has.
  func learn(_ db: any Connection) throws -> Int {
    var found: [CapabilityDraft.Key: Known] = [:]
    try db.forEachRow(
      Capabilities.lines(Capabilities.facts(of: id, at: nil), order: " ORDER BY a.number")
    ) { row in
      let line = try CapabilityRow(row: row)
      found[line.draft.key] = Known(number: line.number, draft: line.draft)
    }
    kept = found
    return found.count
  }
}
