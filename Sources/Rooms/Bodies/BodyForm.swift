internal import HTTP
internal import Kernel
internal import Supervision

/// The form of a body as it was typed, with what is wrong beside each field.
struct BodyForm: Sendable {
  /// Of a new body; an old one keeps its own.
  var uscc = ""
  var name = ""
  var certificateNumber = ""
  var certificateUntil = ""
  var region = ""
  var address = ""
  var legalRepresentative = ""
  var contact = ""
  var credit = ""
  var status = ""
  var fields: Set<String> = []
  var kind = ""
  var legalForm = ""
  var reason = ""
  /// `updated_at` of the record when the form was first shown.
  var seen: Int64 = 0
  var problems: [String: String] = [:]

  init() {}

  init(_ body: Body) {
    name = body.row.name
    certificateNumber = body.row.certificateNumber
    certificateUntil = body.row.certificateUntil.iso
    region = body.row.region
    address = body.address
    legalRepresentative = body.legalRepresentative
    contact = Masked.text(body.contact)
    kind = body.kind
    legalForm = body.legalForm
    credit = body.row.creditClass.rawValue
    status = body.row.status.rawValue
    fields = Set(body.fields)
    seen = body.updatedAt.milliseconds
  }

  init(_ form: Fields) {
    uscc = (form["uscc"] ?? "").trimmed
    kind = form["kind"] ?? ""
    legalForm = form["legal_form"] ?? ""
    name = form["name"] ?? ""
    certificateNumber = form["certificate_number"] ?? ""
    certificateUntil = form["certificate_until"] ?? ""
    region = form["region"] ?? ""
    address = form["address"] ?? ""
    legalRepresentative = form["legal_representative"] ?? ""
    contact = form["contact"] ?? ""
    credit = form["credit_class"] ?? ""
    status = form["status"] ?? ""
    fields = Set(form.all("field"))
    reason = form["reason"] ?? ""
    seen = Int64(form["seen"] ?? "") ?? 0
  }

  /// What the form says, or what is wrong by field.
  ///
  /// - Parameter known: what is registered; a masked contact that comes back as it was shown stands
  ///   for the known one.
  func draft(
    uscc: String, over known: Body?, _ reader: BodyFormReader
  ) -> (draft: BodyDraft?, problems: [String: String]) {
    var faults = FaultCollector()
    let cells = reader.cells
    let name = faults.take("name") { () throws(CellFault) in try cells.text(self.name, "机构名称") }
    let number = faults.take("certificate_number") { () throws(CellFault) in
      try cells.certificateNumber(certificateNumber, on: reader.today)
    }
    let until = faults.take("certificate_until") { () throws(CellFault) in
      try cells.day(certificateUntil, "证书有效期")
    }
    let region = faults.take("region") { () throws(CellFault) in try cells.region(self.region) }
    let address = faults.take("address") { () throws(CellFault) in
      try cells.text(self.address, "地址", isRequired: false)
    }
    let person = faults.take("legal_representative") { () throws(CellFault) in
      try cells.text(legalRepresentative, "法定代表人", limit: 60, isRequired: false)
    }
    let contact = faults.take("contact") { () throws(CellFault) in
      try reader.contact(self.contact, over: known?.contact ?? "")
    }
    let credit = faults.take("credit_class") { () throws(CellFault) in
      try cells.credit(self.credit)
    }
    let status = faults.take("status") { () throws(CellFault) in try cells.bodyStatus(self.status) }
    let fields = faults.take("field") { () throws(CellFault) in
      try cells.fields(self.fields.joined(separator: "、"))
    }
    let kind = faults.take("kind") { () throws(CellFault) in
      try reader.code(self.kind, "机构类型", .bodyKind, over: known?.kind ?? "")
    }
    let form = faults.take("legal_form") { () throws(CellFault) in
      try reader.code(legalForm, "法律形式", .legalForm, over: known?.legalForm ?? "")
    }
    _ = faults.take("reason") { () throws(CellFault) in try cells.text(reason, "修改理由") }
    guard faults.byName.isEmpty, let name, let number, let until, let region, let address,
      let person, let contact, let credit, let status, let fields, let kind, let form
    else { return (nil, faults.byName) }
    return (
      BodyDraft(
        uscc: uscc, name: name, certificateNumber: number, certificateUntil: until,
        region: region, address: address, legalRepresentative: person, contact: contact,
        creditClass: credit, status: status, fields: fields, kind: kind, legalForm: form), [:]
    )
  }
}

/// What the form of a body is read with.
struct BodyFormReader {
  let cells: CellReader
  let codes: RegistryCodes
  let today: CalendarDay

  func contact(_ text: String, over known: String) throws(CellFault) -> String {
    if !known.isEmpty, text == Masked.text(known) { return known }
    guard !text.contains("*") else {
      throw CellFault("联系人里有星号。", "请填写完整号码；保持原样则不改动。")
    }
    return try cells.text(text, "联系人", limit: 60, isRequired: false)
  }

  /// A kind in force, or the one that stands there.
  func code(
    _ text: String, _ caption: String, _ kind: RegistryCodeKind, over known: String
  ) throws(CellFault) -> String {
    if text.isEmpty || text == known { return text }
    return try cells.word(
      text, caption,
      codes.choices(kind, on: today).map { (words: [$0.label, $0.value], value: $0.value) })
  }
}

/// Gathers what is wrong with the fields of a form.
private struct FaultCollector {
  private(set) var byName: [String: String] = [:]

  mutating func take<T>(_ name: String, _ read: () throws(CellFault) -> T) -> T? {
    do throws(CellFault) {
      return try read()
    } catch {
      byName[name] = error.reason + error.suggestion
      return nil
    }
  }
}
