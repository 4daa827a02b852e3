internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The form of a person's registration as typed.
struct PersonForm: Sendable {
  enum Draft: Sendable {
    case inspector(InspectorDraft)
    case expert(ExpertDraft)
  }

  let isExpert: Bool
  /// Whether the person is new; then certificate, fields and term are asked as well.
  let isNew: Bool
  var code = ""
  var name = ""
  var authority = ""
  var region = ""
  var employer = ""
  var title = ""
  var certificateNumber = ""
  /// Of the certificate or the term.
  var validUntil = ""
  var fields: Set<String> = []
  var reason = ""
  /// `updated_at` of the record when the form was first shown.
  var seen: Int64 = 0
  var problems: [String: String] = [:]
  var draft: Draft?

  package init(isExpert: Bool) {
    self.isExpert = isExpert
    isNew = true
  }

  package init(_ known: Inspector) {
    isExpert = false
    isNew = false
    code = known.code
    name = known.name
    authority = known.authority.description
    region = known.region
    seen = known.updatedAt.milliseconds
  }

  package init(_ known: Expert) {
    isExpert = true
    isNew = false
    code = known.code
    name = known.name
    employer = known.employer
    title = known.title
    region = known.region
    seen = known.updatedAt.milliseconds
  }

  package init(_ form: Fields, isExpert: Bool, isNew: Bool, code: String?) {
    self.isExpert = isExpert
    self.isNew = isNew
    self.code = code ?? form["code"] ?? ""
    name = form["name"] ?? ""
    authority = form["authority"] ?? ""
    region = form["region"] ?? ""
    employer = form["employer"] ?? ""
    title = form["title"] ?? ""
    certificateNumber = form["certificate_number"] ?? ""
    validUntil = form["valid_until"] ?? ""
    fields = Set(form.all("field"))
    reason = form["reason"] ?? ""
    seen = Int64(form["seen"] ?? "") ?? 0
  }

  /// Reads everything; what is wrong is noted beside its field.
  ///
  /// - Parameter authorities: those a person may be registered in, by number.
  mutating func read(_ reader: CellReader, _ authorities: [String: AuthoritySummary]) {
    let form = self
    var faults = FormFaults()
    let code = faults.take("code") { () throws(CellFault) in try reader.code(form.code, "编号") }
    let name = faults.take("name") { () throws(CellFault) in
      try reader.text(form.name, "姓名", limit: 60)
    }
    let region = faults.take("region") { () throws(CellFault) in try reader.region(form.region) }
    _ = faults.take("reason") { () throws(CellFault) in try reader.text(form.reason, "理由") }
    let known = faults.take("field") { () throws(CellFault) in
      try reader.fields(form.fields.sorted().joined(separator: "、"))
    }
    let until: CalendarDay? =
      isNew
      ? faults.take("valid_until") { () throws(CellFault) in
        try reader.day(form.validUntil, form.isExpert ? "聘期" : "执法证有效期")
      } : CalendarDay(dayNumber: 0)
    if let code, let name, let region, let until, let known {
      let basics = Basics(code: code, name: name, region: region, until: until, fields: known)
      draft =
        isExpert
        ? expert(basics, reader, &faults) : inspector(basics, reader, authorities, &faults)
    }
    if !isExpert, authorities[authority] == nil { faults.byName["authority"] = "请从列表中选择单位。" }
    problems = faults.byName
    if !problems.isEmpty { draft = nil }
  }

  private struct Basics {
    let code: String
    let name: String
    let region: String
    let until: CalendarDay
    let fields: [String]
  }

  private func inspector(
    _ basics: Basics, _ reader: CellReader, _ authorities: [String: AuthoritySummary],
    _ faults: inout FormFaults
  ) -> Draft? {
    let number: String? =
      isNew
      ? faults.take("certificate_number") { () throws(CellFault) in
        try reader.text(certificateNumber, "执法证号", limit: 40)
      } : ""
    guard let number, let place = authorities[authority] else { return nil }
    return .inspector(
      InspectorDraft(
        code: basics.code, name: basics.name, department: place.department, authority: place.id,
        region: basics.region, certificateNumber: number, certificateUntil: basics.until,
        status: .active, skills: basics.fields))
  }

  private func expert(
    _ basics: Basics, _ reader: CellReader, _ faults: inout FormFaults
  ) -> Draft? {
    let employer = faults.take("employer") { () throws(CellFault) in
      try reader.text(self.employer, "工作单位")
    }
    let title = faults.take("title") { () throws(CellFault) in
      try reader.text(self.title, "职称", limit: 60, isRequired: false)
    }
    guard let employer, let title else { return nil }
    return .expert(
      ExpertDraft(
        code: basics.code, name: basics.name, employer: employer, title: title,
        region: basics.region, validUntil: basics.until, status: .active, fields: basics.fields))
  }
}
