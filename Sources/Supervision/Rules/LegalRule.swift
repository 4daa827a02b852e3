/// A number that law or a governing document sets, with where it stands and how sure we are.
package struct LegalRule: Hashable, Sendable {
  /// How the number is known.
  package enum Confidence: String, CaseIterable, Sendable {
    /// The statute text was read.
    case statute = "T"
    /// A governing document (S1…S5) says so.
    case governing = "S"
    /// Computed or checked.
    case checked = "V"
    /// Press or a government page, as an excerpt.
    case press = "P"
    /// A public data file or source code.
    case published = "C"
    /// A paraphrase.
    case paraphrase = "Q"
    /// Not verified.
    case unverified = "M"

    package var isVerified: Bool {
      self == .statute || self == .governing || self == .checked
    }
  }

  /// What the number counts.
  package enum Unit: String, CaseIterable, Sendable {
    case hour, day
    case workingDay = "working-day"
    case month, year, person

    package var label: String {
      switch self {
      case .hour: "小时"
      case .day: "日"
      case .workingDay: "个工作日"
      case .month: "个月"
      case .year: "年"
      case .person: "人"
      }
    }
  }

  package let id: String
  package let topic: String
  package let value: Int
  package let unit: Unit
  package let basis: String
  /// Region code: `000000` national, `310000` Shanghai …
  package let jurisdiction: String
  package let validFrom: CalendarDay?
  /// The last day in force.
  package let validTo: CalendarDay?
  package let confidence: Confidence

  package init(
    id: String, topic: String, value: Int, unit: Unit, basis: String, jurisdiction: String,
    validFrom: CalendarDay?, validTo: CalendarDay?, confidence: Confidence
  ) {
    self.id = id
    self.topic = topic
    self.value = value
    self.unit = unit
    self.basis = basis
    self.jurisdiction = jurisdiction
    self.validFrom = validFrom
    self.validTo = validTo
    self.confidence = confidence
  }

  package var isVerified: Bool { confidence.isVerified }

  /// `24小时`, or `20个工作日（待核实）`.
  package var display: String {
    "\(value)\(unit.label)" + (isVerified ? "" : "（待核实）")
  }

  package func isInForce(on day: CalendarDay) -> Bool {
    if let validFrom, day < validFrom { return false }
    if let validTo, day > validTo { return false }
    return true
  }
}

/// The legal numbers, looked up by day and jurisdiction.
package struct RuleTable: Sendable {
  package let rules: [LegalRule]

  package init(rules: [LegalRule]) {
    self.rules = rules
  }

  /// The rule in force on a day, from the nearest jurisdiction that has one.
  ///
  /// - Parameter jurisdictions: region codes, the nearest first; `000000` is tried last by itself.
  package func rule(
    _ id: String, on day: CalendarDay, jurisdictions: [String] = []
  ) -> LegalRule? {
    for code in jurisdictions + ["000000"] {
      let found = rules.filter { $0.id == id && $0.jurisdiction == code && $0.isInForce(on: day) }
      // Of two in force the later one replaced the earlier.
      let latest = found.max { a, b in
        guard let second = b.validFrom else { return false }
        guard let first = a.validFrom else { return true }
        return first < second
      }
      if let latest { return latest }
    }
    return nil
  }

  /// Reads `id topic value unit basis jurisdiction valid_from valid_to confidence`.
  package static func parse(_ tsv: String) throws(TableFault) -> RuleTable {
    let table = try ReferenceTable(
      tsv,
      columns: [
        "id", "topic", "value", "unit", "basis", "jurisdiction", "valid_from", "valid_to",
        "confidence",
      ])
    var rules: [LegalRule] = []
    for row in table.rows { rules.append(try rule(row)) }
    return RuleTable(rules: rules)
  }

  private static func rule(_ row: ReferenceTable.Row) throws(TableFault) -> LegalRule {
    for column in ["id", "topic", "basis"] where row[column].isEmpty {
      throw row.fault(column, "不能为空")
    }
    guard let value = digits(row["value"].utf8) else { throw row.fault("value", "不是数字") }
    guard let unit = LegalRule.Unit(rawValue: row["unit"]) else {
      throw row.fault("unit", "不是已知的单位")
    }
    guard row["jurisdiction"].utf8.count == 6, digits(row["jurisdiction"].utf8) != nil else {
      throw row.fault("jurisdiction", "不是6位区划代码")
    }
    guard let confidence = LegalRule.Confidence(rawValue: row["confidence"]) else {
      throw row.fault("confidence", "不是已知的可信度代号")
    }
    return LegalRule(
      id: row["id"], topic: row["topic"], value: value, unit: unit, basis: row["basis"],
      jurisdiction: row["jurisdiction"], validFrom: try day(row, "valid_from"),
      validTo: try day(row, "valid_to"), confidence: confidence)
  }

  private static func day(
    _ row: ReferenceTable.Row, _ column: String
  ) throws(TableFault) -> CalendarDay? {
    if row[column].isEmpty { return nil }
    guard let day = CalendarDay(iso: row[column]) else {
      throw row.fault(column, "不是存在的日期，应写成 2026-10-01 这样")
    }
    return day
  }
}
