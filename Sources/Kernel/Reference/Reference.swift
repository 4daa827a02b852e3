internal import Crypto
internal import FoundationEssentials
internal import Resources
package import Storage
package import Supervision

/// Codes, rules, calendars and official forms that ship with the program and live in the store.
///
/// A file that is new or changed since the last start is loaded again; rows are added and updated,
/// never removed, since old records point to them.
package enum Reference {
  /// The tables that no room keeps for itself.
  package static let files = [
    ReferenceFile("regions.tsv", Resources.bytes("regions.tsv"), loadRegions),
    ReferenceFile("departments.tsv", Resources.bytes("departments.tsv"), loadDepartments),
    ReferenceFile("fields.tsv", Resources.bytes("fields.tsv"), loadFields),
    ReferenceFile("rules.tsv", Resources.bytes("rules.tsv"), loadRules),
    ReferenceFile("calendar.tsv", Resources.bytes("calendar.tsv"), loadCalendar),
    ReferenceFile("registry-codes.tsv", Resources.bytes("registry-codes.tsv"), loadRegistryCodes),
    ReferenceFile("library-codes.tsv", Resources.bytes("library-codes.tsv"), loadRegistryCodes),
    ReferenceFile(
      "self-check-shanghai-2023.json", Resources.bytes("self-check-shanghai-2023.json")
    ) { try loadForm("self-check-shanghai-2023", $0, $1) },
    ReferenceFile(
      "self-check-datong-2025.json", Resources.bytes("self-check-datong-2025.json")
    ) { try loadForm("self-check-datong-2025", $0, $1) },
  ]

  /// Loads the files that are new or changed since the last start.
  static func load(_ files: [ReferenceFile], into db: any Connection, now: Instant) throws {
    for file in files {
      let digest = hex(sha256(file.bytes))
      let known: String? = try db.value(
        "SELECT digest AS value FROM reference_files WHERE name = \(file.name)")
      guard known != digest else { continue }
      try file.load(String(decoding: file.bytes, as: UTF8.self), db)
      try db.execute(
        """
        INSERT INTO reference_files (name, digest, loaded_at)
        VALUES (\(file.name), \(digest), \(now.milliseconds))
        ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, loaded_at = excluded.loaded_at
        """)
    }
  }

  @Sendable private static func loadRegions(_ text: String, _ db: any Connection) throws {
    for row in try ReferenceTable(text, columns: ["code", "name", "parent"]).rows {
      let parent: String? = row["parent"].isEmpty ? nil : row["parent"]
      try db.execute(
        """
        INSERT INTO regions (code, name, parent) VALUES (\(row["code"]), \(row["name"]), \(parent))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = excluded.parent
        """)
    }
  }

  @Sendable private static func loadDepartments(_ text: String, _ db: any Connection) throws {
    for row in try ReferenceTable(text, columns: ["code", "name"]).rows {
      try db.execute(
        """
        INSERT INTO departments (code, name) VALUES (\(row["code"]), \(row["name"]))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name
        """)
    }
  }

  @Sendable private static func loadFields(_ text: String, _ db: any Connection) throws {
    for row in try ReferenceTable(text, columns: ["code", "name", "position"]).rows {
      guard let position = Int(row["position"]) else {
        throw row.fault("position", "不是数字")
      }
      try db.execute(
        """
        INSERT INTO fields (code, name, position)
        VALUES (\(row["code"]), \(row["name"]), \(position))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, position = excluded.position
        """)
    }
  }

  @Sendable private static func loadRules(_ text: String, _ db: any Connection) throws {
    for rule in try RuleTable.parse(text).rules {
      let from = rule.validFrom?.iso ?? ""
      let to: String? = rule.validTo?.iso
      try db.execute(
        """
        INSERT INTO legal_rules (rule, valid_from, valid_to, topic, value, unit, basis,
          jurisdiction, confidence)
        VALUES (\(rule.id), \(from), \(to), \(rule.topic), \(rule.value), \(rule.unit.rawValue),
          \(rule.basis), \(rule.jurisdiction), \(rule.confidence.rawValue))
        ON CONFLICT (rule, jurisdiction, valid_from) DO UPDATE SET valid_to = excluded.valid_to,
          topic = excluded.topic, value = excluded.value, unit = excluded.unit,
          basis = excluded.basis, confidence = excluded.confidence
        """)
    }
  }

  @Sendable private static func loadCalendar(_ text: String, _ db: any Connection) throws {
    for row in try ReferenceTable(text, columns: ["day", "kind", "source"]).rows {
      guard let day = CalendarDay(iso: row["day"]),
        let kind = WorkCalendar.Kind(rawValue: row["kind"])
      else { throw row.fault("day", "日期或类型有误") }
      try store(day, kind, source: row["source"], db)
    }
  }

  /// Puts one day of a yearly notice into the calendar.
  package static func store(
    _ day: CalendarDay, _ kind: WorkCalendar.Kind, source: String, _ db: any Connection
  ) throws {
    try db.execute(
      """
      INSERT INTO calendar_days (day, kind, source)
      VALUES (\(day.iso), \(kind.rawValue), \(source))
      ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, source = excluded.source
      """)
  }

  private struct Form: Decodable {
    struct Item: Decodable {
      let no: Int
      package let title: String
      package let lead: String?
      package let checks: [String]
      let answers: [String]?
    }
    package let title: String
    let source: String
    let issuer: String
    let items: [Item]
  }

  @Sendable private static func loadForm(_ code: String, _ text: String, _ db: any Connection)
    throws
  {
    let form = try JSONDecoder().decode(Form.self, from: Data(text.utf8))
    let template: Int? = try db.value(
      """
      INSERT INTO form_templates (code, title, source, issuer)
      VALUES (\(code), \(form.title), \(form.source), \(form.issuer))
      ON CONFLICT (code) DO UPDATE SET title = excluded.title, source = excluded.source,
        issuer = excluded.issuer
      RETURNING id AS value
      """)
    guard let template else { return }
    for item in form.items {
      try db.execute(
        """
        INSERT INTO form_items (template, item, title, lead, is_answered)
        VALUES (\(template), \(item.no), \(item.title), \(item.lead), \(item.answers?.isEmpty == false))
        ON CONFLICT (template, item) DO UPDATE SET title = excluded.title, lead = excluded.lead,
          is_answered = excluded.is_answered
        """)
      for (index, check) in item.checks.enumerated() {
        try db.execute(
          """
          INSERT INTO form_checks (template, item, position, content)
          VALUES (\(template), \(item.no), \(index + 1), \(check))
          ON CONFLICT (template, item, position) DO UPDATE SET content = excluded.content
          """)
      }
    }
  }

  // MARK: reading

  /// The working days of every year that has been loaded. A year is known by its National Day: a
  /// January day in the notice of the year before does not make a year known.
  package static func calendar(_ db: any Connection) throws -> WorkCalendar {
    var days: [CalendarDay: WorkCalendar.Kind] = [:]
    try db.forEachRow("SELECT day, kind FROM calendar_days ORDER BY day LIMIT 10000") { row in
      guard let day = CalendarDay(iso: try row.get("day", as: String.self)),
        let kind = WorkCalendar.Kind(rawValue: try row.get("kind"))
      else { return }
      days[day] = kind
    }
    return WorkCalendar(days: days)
  }

  /// The legal rules, with basis, validity and confidence.
  package static func rules(_ db: any Connection) throws -> RuleTable {
    RuleTable(
      rules: try db.map(
        """
        SELECT rule, valid_from, valid_to, topic, value, unit, basis, jurisdiction, confidence
        FROM legal_rules ORDER BY rule, jurisdiction, valid_from LIMIT 1000
        """
      ) { row in
        let to: String? = try row.get("valid_to")
        return LegalRule(
          id: try row.get("rule"), topic: try row.get("topic"), value: try row.get("value"),
          unit: LegalRule.Unit(rawValue: try row.get("unit")) ?? .day,
          basis: try row.get("basis"), jurisdiction: try row.get("jurisdiction"),
          validFrom: CalendarDay(iso: try row.get("valid_from", as: String.self)),
          validTo: to.flatMap { CalendarDay(iso: $0) },
          confidence: LegalRule.Confidence(rawValue: try row.get("confidence")) ?? .unverified)
      })
  }

  /// Code and name of every field, in the order of the governing documents.
  package static func fields(_ db: any Connection) throws -> [(code: String, name: String)] {
    try db.map("SELECT code, name FROM fields ORDER BY position LIMIT 200") {
      (try $0.get("code"), try $0.get("name"))
    }
  }

  package static func departments(_ db: any Connection) throws -> [(code: String, name: String)] {
    try db.map("SELECT code, name FROM departments ORDER BY code LIMIT 200") {
      (try $0.get("code"), try $0.get("name"))
    }
  }

  /// Every region, for names of what may stand outside one's own.
  package static func regions(_ db: any Connection) throws -> [(code: String, name: String)] {
    try regions(db, in: RegionScope(region: "000000"))
  }

  /// The regions inside a scope.
  package static func regions(_ db: any Connection, in scope: RegionScope) throws -> [(
    code: String, name: String
  )] {
    try db.map(
      "SELECT code, name FROM regions WHERE " + scope.condition("code")
        + " ORDER BY code LIMIT 5000"
    ) { (try $0.get("code"), try $0.get("name")) }
  }
}

/// One item of an official form, as it is asked.
package struct FormItem: Sendable {
  package let item: Int
  package let title: String
  package let lead: String?
  /// Whether the form has an answer box for it.
  package let isAnswered: Bool
  package let checks: [String]
}

extension Reference {
  /// The items of a form in their order.
  package static func form(_ template: TemplateID, _ db: any Connection) throws -> [FormItem] {
    var checks: [Int: [String]] = [:]
    try db.forEachRow(
      """
      SELECT item, content FROM form_checks WHERE template = \(template)
      ORDER BY item, position LIMIT 2000
      """
    ) { checks[try $0.get("item"), default: []].append(try $0.get("content")) }
    return try db.map(
      """
      SELECT item, title, lead, is_answered FROM form_items WHERE template = \(template)
      ORDER BY item LIMIT 500
      """
    ) { row in
      let item: Int = try row.get("item")
      return FormItem(
        item: item, title: try row.get("title"), lead: try row.get("lead"),
        isAnswered: try row.get("is_answered"), checks: checks[item] ?? [])
    }
  }
}
