internal import Storage
internal import Supervision

extension ImportChecker {
  mutating func body(_ intake: inout RowIntake) throws -> RowOutcome? {
    let uscc = intake.take("uscc", reader.uscc)
    if let uscc { refuseRepeated(uscc, "uscc", &intake) }
    let known = try uscc.flatMap { try Registry.knownBody($0, db) }
    if let known, !reader.scope.contains(known.row.region) {
      intake.refuse("uscc", "这家机构登记在您管辖范围以外的地区。", "如已迁入，请其原主管单位先修改登记。")
    }
    let today = today
    let name = intake.take("name") { [reader] cell throws(CellFault) in
      try reader.text(cell, "机构名称")
    }
    let number = intake.take("certificate_number") { [reader] cell throws(CellFault) in
      try reader.certificateNumber(cell, on: today)
    }
    let until = intake.take("certificate_until") { [reader] cell throws(CellFault) in
      try reader.day(cell, "证书有效期")
    }
    let region = intake.take("region", reader.region)
    let address = optionalText("address", "地址", 200, &intake)
    let fields = intake.take("fields", reader.fields)
    let credit = intake.takeIfFilled("credit_class", reader.credit)
    let status = intake.takeIfFilled("status", reader.bodyStatus)
    let person = optionalText("legal_representative", "法定代表人", 60, &intake)
    let contact = optionalText("contact", "联系人", 60, &intake)
    guard !intake.isRefused, let uscc, let name, let number, let until, let region, let fields
    else { return nil }
    let draft = BodyDraft(
      uscc: uscc, name: name, certificateNumber: number, certificateUntil: until, region: region,
      address: address ?? known?.address ?? "",
      legalRepresentative: person ?? known?.legalRepresentative ?? "",
      contact: contact ?? known?.contact ?? "",
      creditClass: credit ?? known?.row.creditClass ?? .b,
      status: status ?? known?.row.status ?? .active, fields: fields)
    noteDoubts(draft, isNew: known == nil, hasCredit: credit != nil, &intake)
    guard let known else { return .new(.body(draft, over: nil)) }
    return BodyDraft(known) == draft ? .same : .changed(.body(draft, over: known.id))
  }

  /// Text of a column that may be missing or empty.
  private func optionalText(
    _ code: String, _ name: String, _ limit: Int, _ intake: inout RowIntake
  ) -> String? {
    intake.take(code) { [reader] cell throws(CellFault) in
      try reader.text(cell, name, limit: limit, isRequired: false)
    }
  }

  private func noteDoubts(
    _ draft: BodyDraft, isNew: Bool, hasCredit: Bool, _ intake: inout RowIntake
  ) {
    if let reason = UnifiedSocialCreditCode.check(draft.uscc).reason {
      intake.doubt("uscc", reason, "照原样导入，并在名录中标为待核对。")
    }
    let number = CertificateNumber.check(draft.certificateNumber, currentYear: today.year)
    for reason in number.reasons {
      intake.doubt("certificate_number", reason, "照原样导入，并在名录中标为待核对。")
    }
    if draft.certificateUntil < today {
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

extension Registry {
  /// The body with this credit code, wherever it is registered.
  static func knownBody(_ uscc: String, _ db: any Connection) throws -> Body? {
    let found: Body? = try db.first(
      "SELECT " + Body.columns + " FROM bodies b WHERE b.uscc = \(uscc)")
    guard var body = found else { return nil }
    body.fields = try db.map(
      "SELECT field FROM body_fields WHERE body = \(body.id) ORDER BY field LIMIT 200"
    ) { try $0.get("field") }
    return body
  }
}
