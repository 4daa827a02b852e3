internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// Rows about people of one kind, as files bring them: a row that is there already is the same, a
/// row with the key of one that is there corrects it.
package struct PersonFactLibrary: Library {
  package let kind: PersonFactKind

  var code: String { "person-" + kind.rawValue + "s" }
  var label: String { "人员" + kind.label }

  var columns: [ImportColumn] {
    [
      ImportColumn(
        "人员编号", "person", aliases: ["编号", "专家编号"], form: .code, isRequired: true,
        kind.isOfInspectors ? (kind.isOfExperts ? "检查人员或专家的编号" : "检查人员的编号") : "专家的编号")
    ]
      + kind.fields.map { field in
        ImportColumn(
          field.label, field.column.rawValue, form: field.form, isRequired: field.isRequired,
          field.hint.isEmpty ? (field.isRequired ? "" : "可空") : field.hint)
      }
  }

  var examples: [[String]] {
    let people = kind.isOfInspectors ? ["SH-0001", "SH-0002"] : ["ZJ-0001", "ZJ-0002"]
    return people.map { person in [person] + kind.fields.map { $0.example(kind) } }
  }

  /// Every department keeps those of its own people; which, is judged row by row.
  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {}

  func pass(_ context: ImportContext) throws -> PersonFactPass {
    try PersonFactPass(kind, context)
  }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let words = try People.factWords(on: request.now.day, db)
    let known: SQL =
      if let moment = request.asOf?.milliseconds {
        "f.since <= \(moment) AND (f.until IS NULL OR f.until > \(moment))"
      } else {
        "f.until IS NULL"
      }
    let actor = request.actor
    let isShared = !kind.isPrivate || actor.isInLine(of: Keeper.department)
    for people: SQL in isShared ? ["inspectors p", "experts p"] : ["inspectors p"] {
      let own: SQL =
        isShared ? .empty : " AND p.department = \(actor.authority?.department)"
      try db.forEachRow(
        "SELECT f.person, " + PersonFact.columns + " FROM " + people
          + " JOIN person_facts f ON f.person = p.code WHERE f.kind = \(kind) AND " + known
          + " AND " + actor.scope.condition("p.region") + own + " ORDER BY p.code, f.id"
      ) { row in
        let fact = try PersonFact(row: row)
        try write(
          [try row.get("person")] + kind.fields.map { words.cell($0.column, kind, fact.draft) })
      }
    }
  }
}

extension PersonFactKind.Field {
  var form: ImportColumn.Form {
    switch column {
    case .validFrom, .validUntil, .recuseUntil: .day
    case .number, .uscc, .hours: .code
    case .what, .organisation, .note: .text
    }
  }

  /// An invented cell.
  func example(_ kind: PersonFactKind) -> String {
    switch column {
    case .what:
      switch kind {
      case .certificate: "部门行政执法证"
      case .skill: "机动车检验"
      case .item: "C06-1"
      case .interest: "曾任职"
      case .leave: "休假"
      case .training: "检验检测监管业务培训"
      case .pledge: "检验检测监管专家保密与公正承诺书"
      case .term: ""
      }
    case .number: "示例0001"
    case .organisation: "示例单位"
    case .uscc: "91310115MA1K00015K"
    case .validFrom: "2026-01-01"
    case .validUntil: "2028-12-31"
    case .recuseUntil: "2029-12-31"
    case .hours: "16"
    case .note: ""
    }
  }
}

/// One way of a file through the rows of a kind.
struct PersonFactPass: LibraryPass {
  struct Step: Sendable {
    let key: PersonKey
    let person: String
    let draft: PersonFactDraft
    let replaces: Int?
  }

  package let kind: PersonFactKind
  let context: ImportContext
  private let words: PersonFactWords
  private let keptDepartment: String?
  private var inspectors: [String: Inspector] = [:]
  private var experts: [String: Expert] = [:]
  private var known: [String: [PersonFact]] = [:]

  package init(_ kind: PersonFactKind, _ context: ImportContext) throws {
    self.kind = kind
    self.context = context
    words = try People.factWords(on: context.today, context.db)
    keptDepartment =
      Keeper.mayKeep(context.actor) ? nil : context.actor.authority?.department ?? ""
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    let people = Array(Set(rows.compactMap { $0.cell("person") })).sorted()
    inspectors = kind.isOfInspectors ? try People.knownInspectors(people, context.db) : [:]
    experts = kind.isOfExperts ? try People.knownExperts(people, context.db) : [:]
    known = [:]
    for start in stride(from: 0, to: people.count, by: 500) {
      let part = Array(people[start..<min(start + 500, people.count)])
      try context.db.forEachRow(
        "SELECT f.person, " + PersonFact.columns + " FROM person_facts f WHERE "
          + .among("f.person", part) + " AND f.kind = \(kind) AND f.until IS NULL"
          + " ORDER BY f.person, f.id LIMIT 100000"
      ) { known[try $0.get("person"), default: []].append(try PersonFact(row: $0)) }
    }
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let person = intake.take("person") { cell throws(CellFault) in
      try context.reader.code(cell, "人员编号")
    }
    let key = person.flatMap { owner($0, &intake) }
    let reader = PersonFactReader(reader: context.reader, words: words, kind: kind)
    var draft = PersonFactDraft()
    for field in kind.fields {
      let code = field.column.rawValue
      guard let cell = intake.cell(code) else { continue }
      if cell.allSatisfy(\.isWhitespace), !field.isRequired { continue }
      _ = intake.take(code) { cell throws(CellFault) in
        try reader.read(cell, field, into: &draft)
      }
    }
    if let fault = PersonFactReader.periodFault(draft) {
      intake.refuse("valid_until", fault.reason, fault.suggestion)
    }
    guard !intake.isRefused, let person, let key else { return nil }
    intake.title = "\(person) \(words.what(kind, draft.what))"
    intake.claim("\(person) \(Self.identity(kind, draft))", "person")
    guard !intake.isRefused else { return nil }
    return outcome(draft, person, key, &intake)
  }

  private func outcome(
    _ draft: PersonFactDraft, _ person: String, _ key: PersonKey, _ intake: inout RowIntake
  ) -> RowOutcome<Step> {
    let rows = known[person] ?? []
    if rows.contains(where: { $0.draft == draft }) { return .same }
    let old = rows.first { Self.identity(kind, $0.draft) == Self.identity(kind, draft) }
    if let old {
      for field in kind.fields {
        intake.change(
          field.label, words.cell(field.column, kind, old.draft),
          words.cell(field.column, kind, draft))
      }
    }
    let step = Step(key: key, person: person, draft: draft, replaces: old?.id)
    return old == nil ? .new(step) : .changed(step)
  }

  private func owner(_ person: String, _ intake: inout RowIntake) -> PersonKey? {
    let inspector = inspectors[person]
    let expert = experts[person]
    let region = inspector?.region ?? expert?.region
    guard let region, context.reader.scope.contains(region) else {
      intake.refuse("person", "您管辖范围内没有编号为“\(person)”的人员可以登记这一类内容。", "请先导入该人员，或核对编号。")
      return nil
    }
    if let keptDepartment, inspector?.department != keptDepartment {
      intake.refuse("person", "编号“\(person)”的人员属于其他部门。", "您单位只能登记本部门的执法检查人员。")
    }
    return inspector.map { .inspector($0.id) } ?? expert.map { .expert($0.id) }
  }

  /// What makes two rows of a person speak of the same thing.
  private static func identity(_ kind: PersonFactKind, _ draft: PersonFactDraft) -> String {
    switch kind {
    case .certificate: "\(draft.what) \(draft.number)"
    case .skill, .item: draft.what
    case .interest: "\(draft.what) \(draft.organisation) \(draft.uscc)"
    case .leave, .training: "\(draft.what) \(draft.validFrom?.iso ?? "")"
    case .term: "\(draft.number) \(draft.validFrom?.iso ?? "")"
    case .pledge: "\(draft.what) \(draft.validFrom?.iso ?? "")"
    }
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    var touched: [PersonKey: String] = [:]
    for step in steps {
      if let old = step.replaces { try People.end(old, by: writing.change, writing.transaction) }
      try People.store(
        kind, step.draft, of: step.person, by: writing.change, writing.transaction)
      touched[step.key] = step.person
    }
    for (key, person) in touched.sorted(by: { $0.value < $1.value }) {
      try People.followFacts(of: key, person, writing.transaction)
    }
  }
}
