internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The form of a plan as typed, right or wrong.
package struct PlanForm {
  struct Partner {
    var department: String
    var people: String
  }
  struct Field {
    var order: String
    var name: String
    var field: String
    var quota: String
    var focus: String
    var lead: String
    var leadPeople: String
    var partners: [Partner]
    var experts: String
    var isRemoved: Bool

    /// A row left empty to add a field, or not filled in.
    var isBlank: Bool { name.isEmpty && quota.isEmpty && focus.isEmpty }

    static func blank(order: Int) -> Field {
      Field(
        order: String(order), name: "", field: "", quota: "", focus: "", lead: "",
        leadPeople: "2", partners: [], experts: "0", isRemoved: false)
    }
  }

  var title: String
  var year: String
  var basis: String
  var template: String
  var total: String
  /// Percent, with at most two decimals; empty for none.
  var targetRatio: String
  var suite: String
  var minimum: String
  var isUnannounced: Bool
  var selfCheckUntil: String
  var visitsFrom: String
  var visitsUntil: String
  var resultsUntil: String
  /// In the order of the classes A to D.
  var weights: [String]
  var fields: [Field]

  /// Partner departments a row offers at least.
  static let partnerSlots = 2
  static let fieldLimit = 40

  init(_ content: PlanContent) {
    title = content.title
    year = String(content.year)
    basis = content.basis
    template = content.template.description
    total = String(content.total)
    targetRatio = content.targetRatio == 0 ? "" : percentText(content.targetRatio)
    suite = content.suite
    minimum = String(content.minimum)
    isUnannounced = content.isUnannounced
    selfCheckUntil = content.selfCheckUntil.iso
    visitsFrom = content.visitsFrom.iso
    visitsUntil = content.visitsUntil.iso
    resultsUntil = content.resultsUntil.iso
    weights = CreditClass.allCases.map { String(content.weights[$0] ?? 1) }
    fields = content.fields.enumerated().map { index, field in
      let lead = field.roles.first { $0.isLead }
      let expert = field.roles.first { $0.isExpert }
      return Field(
        order: String(index + 1), name: field.name, field: field.field,
        quota: String(field.quota), focus: field.focus, lead: lead?.department ?? "",
        leadPeople: String(lead?.people ?? 2),
        partners: field.roles.filter { !$0.isLead && !$0.isExpert }.map {
          Partner(department: $0.department, people: String($0.people))
        }, experts: String(expert?.people ?? 0), isRemoved: false)
    }
  }

  /// As sent, with removed and empty rows left out and the rest in the wanted order.
  init(_ form: HTTP.Fields) {
    func text(_ name: String) -> String { (form[name] ?? "").trimmed }
    title = text("title")
    year = text("year")
    basis = text("basis")
    template = text("template")
    total = text("total")
    targetRatio = text("target-ratio")
    suite = text("suite")
    minimum = text("minimum")
    isUnannounced = form["unannounced"] == "1"
    selfCheckUntil = text("self-check-until")
    visitsFrom = text("visits-from")
    visitsUntil = text("visits-until")
    resultsUntil = text("results-until")
    weights = CreditClass.allCases.map { text("weight-\($0.rawValue)") }
    var rows: [Field] = []
    for number in 1...max(1, min(Int(text("rows")) ?? 1, PlanForm.fieldLimit)) {
      rows.append(
        Field(
          order: text("order-\(number)"), name: text("name-\(number)"),
          field: text("field-\(number)"), quota: text("quota-\(number)"),
          focus: text("focus-\(number)"), lead: text("lead-\(number)"),
          leadPeople: text("lead-people-\(number)"),
          partners: (1...12).compactMap { slot in
            let department = text("partner-\(number)-\(slot)")
            guard !department.isEmpty else { return nil }
            return Partner(
              department: department, people: text("partner-people-\(number)-\(slot)"))
          }, experts: text("experts-\(number)"), isRemoved: form["remove-\(number)"] == "1"))
    }
    fields = rows.filter { !$0.isRemoved && !$0.isBlank }.enumerated()
      .sorted { left, right in
        let (one, other) = (Int(left.element.order) ?? Int.max, Int(right.element.order) ?? Int.max)
        return one == other ? left.offset < right.offset : one < other
      }.map(\.element)
    for index in fields.indices { fields[index].order = String(index + 1) }
  }
}

extension PlanForm {
  /// The plan the form describes.
  ///
  /// - Returns: no content when something cannot be read; then the faults name the inputs.
  func content() -> (content: PlanContent?, faults: [FormFault]) {
    var reader = PlanFormReader()
    let content = PlanContent(
      title: title, year: reader.number(year, "year", "年度"), basis: basis,
      template: TemplateID(reader.number(template, "template", "自查表")),
      total: reader.number(total, "total", "抽查总数"), targetRatio: reader.percent(targetRatio),
      suite: suite, minimum: reader.number(minimum, "minimum", "每类最少抽取数"),
      isUnannounced: isUnannounced,
      selfCheckUntil: reader.day(selfCheckUntil, "self-check-until", "自查截止日"),
      visitsFrom: reader.day(visitsFrom, "visits-from", "现场检查开始日"),
      visitsUntil: reader.day(visitsUntil, "visits-until", "现场检查结束日"),
      resultsUntil: reader.day(resultsUntil, "results-until", "结果汇总日"),
      weights: classWeights(&reader),
      fields: fields.enumerated().map { field($1, number: $0 + 1, &reader) })
    return (reader.faults.isEmpty ? content : nil, reader.faults)
  }

  private func classWeights(_ reader: inout PlanFormReader) -> [CreditClass: Int] {
    var result: [CreditClass: Int] = [:]
    for (credit, text) in zip(CreditClass.allCases, weights) {
      result[credit] = reader.number(
        text, "weight-\(credit.rawValue)", "\(credit.rawValue) 类权重")
    }
    return result
  }

  private func field(_ field: Field, number: Int, _ reader: inout PlanFormReader) -> PlanField {
    let name = field.name.isEmpty ? "第 \(number) 个领域" : "“\(field.name)”"
    var roles = [
      PlanRole(
        department: field.lead,
        people: reader.number(field.leadPeople, "lead-\(number)", "\(name)的牵头部门人数"), isLead: true)
    ]
    for partner in field.partners {
      roles.append(
        PlanRole(
          department: partner.department,
          people: reader.number(partner.people, "lead-\(number)", "\(name)的参与部门人数"),
          isLead: false))
    }
    let experts = reader.number(
      field.experts.isEmpty ? "0" : field.experts, "lead-\(number)", "\(name)的专家人数")
    if experts > 0 {
      roles.append(PlanRole(department: PlanRole.expert, people: experts, isLead: false))
    }
    return PlanField(
      name: field.name, field: field.field,
      quota: reader.number(field.quota, "quota-\(number)", "\(name)的抽查数"),
      focus: field.focus, roles: roles)
  }
}

/// Reads typed values strictly and notes what cannot be read.
private struct PlanFormReader {
  private(set) var faults: [FormFault] = []

  mutating func number(_ text: String, _ input: String, _ caption: String) -> Int {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, text.utf8.count <= 9, let number = Int(text) else {
      faults.append(
        FormFault(input: input, sentence: "\(caption)“\(text)”不是整数，请用半角数字填写，如 30。"))
      return 0
    }
    return number
  }

  /// Basis points; an empty text is 0.
  package mutating func percent(_ text: String) -> Int {
    if text.isEmpty { return 0 }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain =
      parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
    guard isPlain, parts[0].utf8.count <= 3, let whole = Int(parts[0]),
      parts.count == 1 || parts[1].utf8.count <= 2
    else {
      faults.append(
        FormFault(input: "target-ratio", sentence: "目标比例“\(text)”不是百分数，请填写如 10 或 4.5，不写百分号。"))
      return 0
    }
    let digits = parts.count == 2 ? String(parts[1]) : ""
    let rest = Int((digits + "00").prefix(2)) ?? 0
    return whole * 100 + rest
  }

  mutating func day(_ text: String, _ input: String, _ caption: String) -> CalendarDay {
    guard let day = CalendarDay(iso: text) else {
      faults.append(
        FormFault(
          input: input, sentence: "\(caption)“\(text)”不是存在的日期，请写成 2026-08-31 这样。"))
      return CalendarDay(dayNumber: 0)
    }
    return day
  }
}
