internal import HTTP
internal import Kernel
package import Storage
internal import Supervision

/// Bodies as files bring them and take them away.
package struct BodyLibrary: Library {
  let code = "bodies"
  let label = "检验检测机构"

  let columns = [
    ImportColumn(
      "统一社会信用代码", "uscc", aliases: ["信用代码", "社会信用代码"], form: .code, isRequired: true, "18位"),
    ImportColumn(
      "机构名称", "name", aliases: ["名称", "单位名称", "企业名称", "检验检测机构名称"], isRequired: true, "全称"),
    ImportColumn(
      "资质认定证书编号", "certificate_number", aliases: ["证书编号", "CMA证书编号", "资质证书编号"], form: .code,
      isRequired: true, "12位，旧编号也可"),
    ImportColumn(
      "证书有效期至", "certificate_until", aliases: ["有效期至", "证书有效期", "证书截止日期"], form: .day,
      isRequired: true, "2028-06-30这样的日期"),
    ImportColumn(
      "行政区划代码", "region", aliases: ["行政区划", "所在区", "区划代码", "所属区"], form: .code,
      isRequired: true, "六位代码或名称"),
    ImportColumn("地址", "address", aliases: ["住所", "检验检测地址", "注册地址"], "一行以内"),
    ImportColumn(
      "检验检测领域", "fields", aliases: ["领域"], isRequired: true, "名称，多个用“、”隔开"),
    ImportColumn(
      "信用风险分类", "credit_class", aliases: ["信用分类"], form: .code, "A、B、C、D；新机构缺省为B"),
    ImportColumn("状态", "status", aliases: ["机构状态"], "正常、暂停、终止；新机构缺省为正常"),
    ImportColumn("法定代表人", "legal_representative", aliases: ["法人", "法人代表"], "可空"),
    ImportColumn(
      "联系人", "contact", aliases: ["联系人及电话"], isPersonal: true, "可空；带星号的保持原样"),
    ImportColumn("机构类型", "kind", aliases: ["机构类别"], "可空；决定适用的法律"),
    ImportColumn("法律形式", "legal_form", aliases: ["组织形式"], "可空；如 企业法人"),
  ]

  let examples = [
    [
      "91310115MA1K00015K", "上海示例检测技术有限公司", "230912110001", "2029-06-30", "310115",
      "上海市浦东新区示例路1号", "生态环境监测、水利水质监测", "B", "正常", "", "", "资质认定检验检测机构", "企业法人",
    ],
    [
      "91310104MA1K00023G", "上海样本机动车检测有限公司", "220905110002", "2028-03-31", "徐汇区",
      "上海市徐汇区样本路2号", "机动车检验", "A", "正常", "", "", "机动车检验机构", "企业法人",
    ],
  ]

  func pass(_ context: ImportContext) throws -> BodyPass { try BodyPass(context: context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let fields = CodeNames(try Reference.fields(db))
    let codes = try Reference.registryCodes(db)
    func line(_ body: Body) throws {
      try write([
        body.row.uscc, body.row.name, body.row.certificateNumber, body.row.certificateUntil.iso,
        body.row.region, body.address, fields.joined(body.fields), body.row.creditClass.rawValue,
        body.row.status.label, body.legalRepresentative, Masked.text(body.contact),
        codes.name(.bodyKind, body.kind), codes.name(.legalForm, body.legalForm),
      ])
    }
    if let moment = request.asOf {
      try Bodies.forEachBody(
        at: moment, BodyFilter(request.filter), in: request.actor.scope, db, line)
    } else {
      try Bodies.forEachBody(
        BodyFilter(request.filter), in: request.actor.scope, on: request.now.day, db, line)
    }
  }
}

/// One way of a file through the library of bodies.
struct BodyPass: LibraryPass {
  struct Step: Sendable {
    let draft: BodyDraft
    let over: BodyID?
  }

  let context: ImportContext
  /// The bodies of the running batch that are registered, by credit code.
  private var known: [String: Body] = [:]
  private let kinds: BodyFormReader

  package init(context: ImportContext) throws {
    self.context = context
    kinds = BodyFormReader(
      cells: context.reader, codes: try Reference.registryCodes(context.db), today: context.today)
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    known = try Bodies.knownBodies(rows.compactMap { $0.cell("uscc") }, context.db)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let today = context.today
    let uscc = intake.take("uscc", reader.uscc)
    if let uscc { intake.claim(uscc, "uscc") }
    let known = uscc.flatMap { self.known[$0] }
    if let known, !reader.scope.contains(known.row.region) {
      intake.refuse("uscc", "这家机构登记在您管辖范围以外的地区。", "如已迁入，请其原主管单位先修改登记。")
    }
    let name = intake.take("name") { cell throws(CellFault) in try reader.text(cell, "机构名称") }
    intake.title = name ?? ""
    let number = intake.take("certificate_number") { cell throws(CellFault) in
      try reader.certificateNumber(cell, on: today)
    }
    let until = intake.take("certificate_until") { cell throws(CellFault) in
      try reader.day(cell, "证书有效期")
    }
    let region = intake.take("region", reader.region)
    let address = optionalText("address", "地址", 200, &intake)
    let fields = intake.take("fields", reader.fields)
    let credit = intake.takeIfFilled("credit_class", reader.credit)
    let status = intake.takeIfFilled("status", reader.bodyStatus)
    let person = optionalText("legal_representative", "法定代表人", 60, &intake)
    let contact = intake.take("contact") { cell throws(CellFault) in
      try kinds.contact(cell, over: known?.contact ?? "")
    }
    let kind = code("kind", "机构类型", .bodyKind, over: known?.kind ?? "", &intake)
    let form = code("legal_form", "法律形式", .legalForm, over: known?.legalForm ?? "", &intake)
    guard !intake.isRefused, let uscc, let name, let number, let until, let region, let fields
    else { return nil }
    let draft = BodyDraft(
      uscc: uscc, name: name, certificateNumber: number, certificateUntil: until, region: region,
      address: address ?? known?.address ?? "",
      legalRepresentative: person ?? known?.legalRepresentative ?? "",
      contact: contact ?? known?.contact ?? "",
      creditClass: credit ?? known?.row.creditClass ?? .b,
      status: status ?? known?.row.status ?? .active, fields: fields, kind: kind,
      legalForm: form)
    noteDoubts(draft, isNew: known == nil, hasCredit: credit != nil, &intake)
    return outcome(draft, over: known, &intake)
  }

  private func outcome(
    _ draft: BodyDraft, over known: Body?, _ intake: inout RowIntake
  ) -> RowOutcome<Step> {
    guard let known else { return .new(Step(draft: draft, over: nil)) }
    let old = BodyDraft(known)
    if old == draft { return .same }
    let reader = context.reader
    intake.change("机构名称", old.name, draft.name)
    intake.change("证书编号", old.certificateNumber, draft.certificateNumber)
    intake.change("证书有效期至", old.certificateUntil.iso, draft.certificateUntil.iso)
    intake.change("行政区划", reader.regions[old.region], reader.regions[draft.region])
    intake.change("地址", old.address, draft.address)
    intake.change("领域", reader.fields.joined(old.fields), reader.fields.joined(draft.fields))
    intake.change("信用风险分类", old.creditClass.rawValue, draft.creditClass.rawValue)
    intake.change("状态", old.status.label, draft.status.label)
    intake.change("法定代表人", old.legalRepresentative, draft.legalRepresentative)
    intake.change("联系人", Masked.text(old.contact), Masked.text(draft.contact))
    intake.change(
      "机构类型", kinds.codes.name(.bodyKind, old.kind), kinds.codes.name(.bodyKind, draft.kind))
    intake.change(
      "法律形式", kinds.codes.name(.legalForm, old.legalForm),
      kinds.codes.name(.legalForm, draft.legalForm))
    let step = Step(draft: draft, over: known.id)
    return draft.status == .ended && old.status != .ended ? .ended(step) : .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try Bodies.store(
        step.draft, over: step.over, from: writing.source, writing.change, writing.transaction)
    }
  }

  /// A kind by name or code; what the file does not speak of stays as it is.
  private func code(
    _ column: String, _ caption: String, _ kind: RegistryCodeKind, over known: String,
    _ intake: inout RowIntake
  ) -> String {
    intake.takeIfFilled(column) { cell throws(CellFault) in
      if cell == kinds.codes.name(kind, known) { return known }
      return try kinds.code(cell, caption, kind, over: known)
    } ?? known
  }

  /// Text of a column that may be missing or empty.
  private func optionalText(
    _ code: String, _ name: String, _ limit: Int, _ intake: inout RowIntake
  ) -> String? {
    let reader = context.reader
    return intake.take(code) { cell throws(CellFault) in
      try reader.text(cell, name, limit: limit, isRequired: false)
    }
  }

  private func noteDoubts(
    _ draft: BodyDraft, isNew: Bool, hasCredit: Bool, _ intake: inout RowIntake
  ) {
    if let reason = UnifiedSocialCreditCode.check(draft.uscc).reason {
      intake.doubt("uscc", reason, "照原样导入，并在名录中标为待核对。")
    }
    let number = CertificateNumber.check(
      draft.certificateNumber, currentYear: context.today.year)
    for reason in number.reasons {
      intake.doubt("certificate_number", reason, "照原样导入，并在名录中标为待核对。")
    }
    if draft.certificateUntil < context.today {
      intake.doubt("certificate_until", "证书已经过期。", "照原样导入；如已换证，请改为新的有效期。")
    }
    if draft.fields.isEmpty {
      intake.doubt("fields", "没有领域。", "照原样导入，但不会进入任何领域的抽取。")
    }
    if isNew, !hasCredit {
      intake.doubt("credit_class", "没有信用风险分类。", "按B（一般风险）登记。")
    }
  }
}

extension Bodies {
  /// The bodies with these credit codes, wherever they are registered.
  package static func knownBodies(
    _ usccs: [String], _ db: any Connection
  ) throws -> [String: Body] {
    var found: [String: Body] = [:]
    let usccs = usccs.filter { $0.utf8.count == 18 }
    for start in stride(from: 0, to: usccs.count, by: 500) {
      let part = Array(usccs[start..<min(start + 500, usccs.count)])
      let bodies: [Body] = try db.all(
        "SELECT " + Body.columns + " FROM bodies b WHERE " + .among("b.uscc", part)
          + " ORDER BY b.uscc LIMIT 500")
      let fields = try fields(of: bodies.map(\.id), db)
      for var body in bodies {
        body.fields = fields[body.id] ?? []
        found[body.row.uscc] = body
      }
    }
    return found
  }

  /// The body with this credit code, wherever it is registered.
  static func knownBody(_ uscc: String, _ db: any Connection) throws -> Body? {
    try knownBodies([uscc], db)[uscc]
  }
}
