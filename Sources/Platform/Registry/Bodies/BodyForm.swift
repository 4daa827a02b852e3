internal import HTTP
internal import Supervision

/// The form of a body as it was typed, with what is wrong beside each field.
struct BodyForm: Sendable {
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
  var reason = ""
  /// `updated_at` of the record when the form was first shown.
  var seen: Int64 = 0
  var problems: [String: String] = [:]

  init(_ body: Body) {
    name = body.row.name
    certificateNumber = body.row.certificateNumber
    certificateUntil = body.row.certificateUntil.iso
    region = body.row.region
    address = body.address
    legalRepresentative = body.legalRepresentative
    contact = body.contact
    credit = body.row.creditClass.rawValue
    status = body.row.status.rawValue
    fields = Set(body.fields)
    seen = body.updatedAt.milliseconds
  }

  init(_ form: Fields) {
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
  func draft(
    uscc: String, on day: CalendarDay, _ reader: CellReader
  ) -> (draft: BodyDraft?, problems: [String: String]) {
    var faults = FaultCollector()
    let name = faults.take("name") { () throws(CellFault) in try reader.text(self.name, "机构名称") }
    let number = faults.take("certificate_number") { () throws(CellFault) in
      try reader.certificateNumber(certificateNumber, on: day)
    }
    let until = faults.take("certificate_until") { () throws(CellFault) in
      try reader.day(certificateUntil, "证书有效期")
    }
    let region = faults.take("region") { () throws(CellFault) in try reader.region(self.region) }
    let address = faults.take("address") { () throws(CellFault) in
      try reader.text(self.address, "地址", isRequired: false)
    }
    let person = faults.take("legal_representative") { () throws(CellFault) in
      try reader.text(legalRepresentative, "法定代表人", limit: 60, isRequired: false)
    }
    let contact = faults.take("contact") { () throws(CellFault) in
      try reader.text(self.contact, "联系人", limit: 60, isRequired: false)
    }
    let credit = faults.take("credit_class") { () throws(CellFault) in
      try reader.credit(self.credit)
    }
    let status = faults.take("status") { () throws(CellFault) in try reader.bodyStatus(self.status)
    }
    let fields = faults.take("field") { () throws(CellFault) in
      try reader.fields(self.fields.joined(separator: "、"))
    }
    _ = faults.take("reason") { () throws(CellFault) in try reader.text(reason, "修改理由") }
    guard faults.byName.isEmpty, let name, let number, let until, let region, let address,
      let person, let contact, let credit, let status, let fields
    else { return (nil, faults.byName) }
    return (
      BodyDraft(
        uscc: uscc, name: name, certificateNumber: number, certificateUntil: until,
        region: region, address: address, legalRepresentative: person, contact: contact,
        creditClass: credit, status: status, fields: fields), [:]
    )
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
