internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The form of an item as typed, with what is wrong beside each field.
struct ItemForm: Sendable {
  var values: [String: String] = [:]
  var fields: Set<String> = []
  var methods: Set<String> = []
  var partners: Set<String> = []
  var problems: [String: String] = [:]

  /// The texts of one line in the order of the form: name, caption, longest, whether required.
  static let texts: [(name: String, caption: String, limit: Int, isRequired: Bool)] = [
    ("name", "事项名称", 100, true), ("content", "检查内容", 500, true),
    ("basis", "法定依据", 500, true), ("subject", "检查主体", 100, true),
    ("object", "检查对象", 100, true), ("frequency", "频次", 100, false),
    ("materials", "需要的材料", 500, false), ("qualification", "检查人员资格", 200, false),
    ("office", "责任处室", 60, false),
  ]

  subscript(name: String) -> String { values[name] ?? "" }

  init() { values = ["list": "check", "class": "C"] }

  init(_ known: Items.Version) {
    let content = known.content
    values = [
      "code": known.code, "list": content.list, "class": content.itemClass, "name": content.name,
      "content": content.content, "basis": content.basis, "subject": content.subject,
      "object": content.object, "ratio": content.ratio.map(percentText) ?? "",
      "frequency": content.frequency, "materials": content.materials,
      "qualification": content.qualification, "department": content.department,
      "office": content.office, "limit_days": content.limitDays.map { String($0) } ?? "",
      "valid_from": content.validFrom.iso, "valid_until": content.validUntil?.iso ?? "",
    ]
    fields = Set(content.fields)
    methods = Set(content.methods)
    partners = Set(content.partners)
  }

  init(_ form: Fields) {
    let names =
      Self.texts.map(\.name) + [
        "code", "list", "class", "ratio", "department", "limit_days", "valid_from", "valid_until",
        "reason",
      ]
    for name in names { values[name] = form[name] ?? "" }
    fields = Set(form.all("field"))
    methods = Set(form.all("method"))
    partners = Set(form.all("partner"))
  }

  /// Reads the form.
  ///
  /// - Parameter isNew: whether the code is asked as well.
  mutating func content(
    isNew: Bool, on day: CalendarDay, _ reader: CellReader, _ words: Items.Words
  ) -> Items.Content? {
    let form = self
    var faults = FormFaults()
    var content = Items.Content()
    if isNew {
      _ = faults.take("code") { () throws(CellFault) in try reader.code(form["code"], "编号") }
    }
    content.list = form.choice("list", "清单", words.codes.names(.itemList, on: day), &faults)
    content.itemClass = form.choice(
      "class", "类别", words.codes.names(.itemClass, on: day), &faults)
    content.department = form.choice("department", "责任部门", words.departments, &faults)
    content.name = form.text("name", reader, &faults)
    content.content = form.text("content", reader, &faults)
    content.basis = form.text("basis", reader, &faults)
    content.subject = form.text("subject", reader, &faults)
    content.object = form.text("object", reader, &faults)
    content.frequency = form.text("frequency", reader, &faults)
    content.materials = form.text("materials", reader, &faults)
    content.qualification = form.text("qualification", reader, &faults)
    content.office = form.text("office", reader, &faults)
    content.ratio = form.ratio(&faults)
    content.limitDays = form.limitDays(&faults)
    form.days(&content, reader, &faults)
    form.sets(&content, on: day, words, &faults)
    _ = faults.take("reason") { () throws(CellFault) in try reader.text(form["reason"], "理由") }
    problems = faults.byName
    return problems.isEmpty ? content : nil
  }

  private func text(
    _ name: String, _ reader: CellReader, _ faults: inout FormFaults
  ) -> String {
    guard let rule = Self.texts.first(where: { $0.name == name }) else { return "" }
    return faults.take(name) { () throws(CellFault) in
      try reader.text(
        self[name], rule.caption, limit: rule.limit, isRequired: rule.isRequired)
    } ?? ""
  }

  private func choice(
    _ name: String, _ caption: String, _ table: CodeNames, _ faults: inout FormFaults
  ) -> String {
    if !table.contains(self[name]) { faults.byName[name] = "请从列表中选择\(caption)。" }
    return self[name]
  }

  /// Percent with at most two decimals, as basis points.
  private func ratio(_ faults: inout FormFaults) -> Int? {
    let text = self["ratio"].trimmed
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let digits = parts.count == 2 ? String(parts[1]) : ""
    guard parts.count <= 2, digits.count <= 2, let whole = Int(parts[0]), parts[0].count <= 3,
      let rest = Int((digits + "00").prefix(2)), whole >= 0,
      (1...10_000).contains(whole * 100 + rest)
    else {
      faults.byName["ratio"] = "比例“\(text)”不是0至100的百分数，请填写如 10 或 4.5，不写百分号。"
      return nil
    }
    return whole * 100 + rest
  }

  private func limitDays(_ faults: inout FormFaults) -> Int? {
    let text = self["limit_days"].trimmed
    guard !text.isEmpty else { return nil }
    guard let days = Int(text), (1...400).contains(days) else {
      faults.byName["limit_days"] = "办理时限“\(text)”不是1至400的整数。"
      return nil
    }
    return days
  }

  private func days(
    _ content: inout Items.Content, _ reader: CellReader, _ faults: inout FormFaults
  ) {
    if let from = faults.take(
      "valid_from", { () throws(CellFault) in try reader.day(self["valid_from"], "生效日期") })
    {
      content.validFrom = from
    }
    if !self["valid_until"].trimmed.isEmpty {
      content.validUntil = faults.take("valid_until") { () throws(CellFault) in
        try reader.day(self["valid_until"], "有效期至")
      }
    }
    if let until = content.validUntil, until < content.validFrom {
      faults.byName["valid_until"] = "有效期至\(until.chinese)早于生效日期\(content.validFrom.chinese)，请核对。"
    }
  }

  private func sets(
    _ content: inout Items.Content, on day: CalendarDay, _ words: Items.Words,
    _ faults: inout FormFaults
  ) {
    content.fields = fields.sorted()
    content.methods = methods.sorted()
    content.partners = partners.sorted()
    if !fields.allSatisfy({ words.fields.contains($0) }) {
      faults.byName["field"] = "请从列表中选择领域。"
    }
    let known = words.codes.names(.checkMethod, on: day)
    if content.list != "licence", methods.isEmpty {
      faults.byName["method"] = "请至少选择一种检查方式。"
    } else if !methods.allSatisfy({ known.contains($0) }) {
      faults.byName["method"] = "请从列表中选择检查方式。"
    }
    if partners.contains(content.department) {
      faults.byName["partner"] = "责任部门不用再列为参与部门。"
    } else if !partners.allSatisfy({ words.departments.contains($0) }) {
      faults.byName["partner"] = "请从列表中选择参与部门。"
    } else if content.list == "joint" || content.list == "key", partners.isEmpty {
      faults.byName["partner"] = "跨部门事项至少要有一个参与部门。"
    }
    if content.list == "licence", content.limitDays == nil, faults.byName["limit_days"] == nil {
      faults.byName["limit_days"] = "行政许可事项须写明办理时限（工作日）。"
    }
  }
}
