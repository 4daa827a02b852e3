internal import Kernel
internal import Storage
internal import Supervision

/// One way of a file through one kind of facts.
struct FactPass: LibraryPass {
  struct Step: Sendable {
    let body: BodyID
    let draft: FactDraft
    /// What it replaces or ends.
    let over: Fact?
    let isEnd: Bool
  }

  private let kind: FactKind
  private let context: ImportContext
  private let codes: RegistryCodes
  /// Of the running batch.
  private var bodies: [String: Body] = [:]
  private var known: [BodyID: [Fact]] = [:]
  private var sites: [BodyID: [String: Int]] = [:]
  private var named: [String: BodyID] = [:]

  init(_ kind: FactKind, _ context: ImportContext) throws {
    self.kind = kind
    self.context = context
    codes = try Reference.registryCodes(context.db)
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    let db = context.db
    bodies = try Bodies.knownBodies(Array(Set(rows.compactMap { $0.cell("uscc") })), db)
    let ids = bodies.values.map(\.id)
    known = [:]
    for id in ids { known[id] = try Facts.list(kind, of: id, size: Facts.limit, db).facts }
    sites = try FactReader.sites(of: ids, db)
    let others = kind.columns.contains { if case .body = $0.content { true } else { false } }
    named = others ? try Bodies.bodyIDs(rows.compactMap { $0.cell("earlier") }, db) : [:]
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let uscc = intake.take("uscc", context.reader.uscc)
    let body = uscc.flatMap { bodies[$0] }
    if let uscc, !context.reader.scope.contains(body?.row.region ?? "") {
      intake.refuse("uscc", "您管辖范围内没有代码为“\(uscc)”的机构。", "请先导入该机构，或核对代码。")
    }
    let isEnd =
      intake.takeIfFilled("action") { [context] cell throws(CellFault) in
        try context.reader.word(cell, "办理", [(words: ["登记"], value: false), (["结束"], true)])
      } ?? false
    guard let body else { return nil }
    let reader = FactReader(
      cells: context.reader, codes: codes, sites: sites[body.id] ?? [:], today: context.today,
      bodies: named)
    let old = match(intake, body.id, reader)
    let draft = draft(&intake, reader, over: old)
    guard !intake.isRefused, let draft else { return nil }
    intake.title = body.row.name + " " + title(draft)
    intake.claim("\(body.id) " + key(draft.values), kind.unique.first ?? "uscc")
    guard !intake.isRefused else { return nil }
    return outcome(body.id, draft, old, isEnd: isEnd, &intake)
  }

  /// The fact that holds under the same key; what cannot be read matches nothing.
  private func match(_ intake: RowIntake, _ body: BodyID, _ reader: FactReader) -> Fact? {
    var wanted: [(place: Int, value: Value)] = []
    for key in kind.unique {
      guard let place = kind.place(key), !kind.columns[place].isPersonal else { continue }
      guard let value = try? reader.read(intake.cell(key) ?? "", kind.columns[place], .null) else {
        return nil
      }
      wanted.append((place, value))
    }
    return known[body]?.first { fact in
      wanted.allSatisfy { fact.values[$0.place] == $0.value } && !isSomebodyElse(intake, fact)
    }
  }

  /// Of the same name in the same role, but with another identity number.
  private func isSomebodyElse(_ intake: RowIntake, _ fact: Fact) -> Bool {
    guard let column = kind.column("identity"), let cell = intake.cell("identity"), !cell.isEmpty
    else { return false }
    let known = fact.text("identity", kind)
    return !known.isEmpty && cell.uppercased() != known && cell != column.masked(known)
  }

  private func draft(
    _ intake: inout RowIntake, _ reader: FactReader, over old: Fact?
  ) -> FactDraft? {
    var values: [Value] = []
    for (place, column) in kind.columns.enumerated() {
      let kept = old?.values[place] ?? .null
      let cell = intake.cell(column.key)
      // What a file does not speak of stays as it is.
      if cell == nil || (column.isPersonal && cell?.isEmpty == true) {
        values.append(old == nil ? FactReader.empty(column) : kept)
        continue
      }
      let value = intake.take(column.key) { cell throws(CellFault) in
        try reader.read(cell, column, kept)
      }
      values.append(value ?? .null)
    }
    for (key, reason) in FactReader.orderFaults(kind, values) { intake.refuse(key, reason, "") }
    noteNumber(values, &intake)
    var fields = old?.fields ?? []
    if kind.hasFields, intake.cell("fields") != nil {
      fields = intake.take("fields", context.reader.fields) ?? []
    }
    return intake.isRefused ? nil : FactDraft(values: values, fields: fields)
  }

  private func noteNumber(_ values: [Value], _ intake: inout RowIntake) {
    guard kind.code == FactKind.certificates.code,
      let place = kind.place("kind"), values[place] == .text(Certificates.mainKind),
      let number = intake.cell("number")
    else { return }
    switch CertificateNumber.check(number, currentYear: context.today.year) {
    case .valid: return
    case .malformed(let reason): intake.refuse("number", reason, "请对照证书核对。")
    case .doubtful(let reasons):
      for reason in reasons { intake.doubt("number", reason, "照原样导入。") }
    }
  }

  private func outcome(
    _ body: BodyID, _ draft: FactDraft, _ old: Fact?, isEnd: Bool, _ intake: inout RowIntake
  ) -> RowOutcome<Step>? {
    guard let old else {
      if isEnd {
        intake.refuse("action", "名录里没有这一条，不能结束。", "请核对，或删去这一行。")
        return nil
      }
      return .new(Step(body: body, draft: draft, over: nil, isEnd: false))
    }
    let step = Step(body: body, draft: draft, over: old, isEnd: isEnd)
    if isEnd {
      guard !old.isMain else {
        intake.refuse("action", "主证书和主场所随机构登记，不能结束。", "请在机构的“修改登记”中办理。")
        return nil
      }
      return .ended(step)
    }
    guard draft != old.draft else { return .same }
    if old.isMain, kind.code == FactKind.sites.code {
      intake.refuse("address", "主场所随登记地址变动。", "请在机构名录中修改地址。")
      return nil
    }
    for (place, column) in kind.columns.enumerated() where !column.isPersonal {
      intake.change(column.caption, text(old.values[place]), text(draft.values[place]))
    }
    return .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      guard let old = step.over else {
        try Facts.insert(kind, step.draft, of: step.body, writing.change, writing.transaction)
        continue
      }
      if step.isEnd {
        try Facts.end(kind, old.id, writing.change, writing.transaction)
        continue
      }
      try Facts.replace(
        kind, old, by: step.draft, of: step.body, writing.change, writing.transaction)
      if old.isMain, kind.code == FactKind.certificates.code {
        let whole = RegionScope(region: "000000")
        let body = try Bodies.body(step.body, in: whole, writing.db)
        try Facts.followMain(body, step.draft, writing.change, writing.transaction)
      }
    }
  }

  private func key(_ values: [Value]) -> String {
    kind.unique.compactMap { key in kind.place(key).map { text(values[$0]) } }
      .joined(separator: "\u{1F}")
  }

  private func title(_ draft: FactDraft) -> String {
    kind.naming.compactMap { key in kind.place(key).map { text(draft.values[$0]) } }
      .joined(separator: " ")
  }

  private func text(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .null, .blob: ""
    }
  }
}
