package import Kernel
internal import Storage
internal import Supervision

// Inside a running command; the caller has made the change and writes the journal.
extension Facts {
  /// Stores a new fact.
  ///
  /// - Parameter follows: the row it replaces.
  /// - Returns: its number.
  @discardableResult
  package static func insert(
    _ kind: FactKind, _ draft: FactDraft, of body: BodyID, follows: Int? = nil,
    _ change: ChangeID, _ transaction: Transaction
  ) throws -> Int {
    var columns = kind.columns.map(\.sql) + ["body", "since", "change"]
    var values: [SQL] = draft.values.map { "\($0)" }
    values += ["\(body)", "\(transaction.now.milliseconds)", "\(change)"]
    if !kind.keepsRow {
      columns.append("follows")
      values.append("\(follows)")
    }
    if kind.code == FactKind.certificates.code {
      columns.append("is_main")
      values.append("0")
    }
    let id: Int? = try transaction.db.value(
      "INSERT INTO " + kind.table + " (" + .joined(columns, by: ", ") + ") VALUES ("
        + .joined(values, by: ", ") + ") RETURNING id AS value")
    guard let id else { throw Problem.conflict("\(kind.title)没有保存，请重试。") }
    try transaction.touch(body)
    for field in draft.fields {
      try transaction.db.execute(
        "INSERT INTO body_person_fields (person, field) VALUES (\(id), \(field))")
    }
    return id
  }

  /// Replaces what a fact says.
  ///
  /// - Returns: the number of the row that holds now.
  @discardableResult
  package static func replace(
    _ kind: FactKind, _ fact: Fact, by draft: FactDraft, of body: BodyID, _ change: ChangeID,
    _ transaction: Transaction
  ) throws -> Int {
    try transaction.touch(body)
    guard kind.keepsRow else {
      try end(kind, fact.id, change, transaction)
      return try insert(kind, draft, of: body, follows: fact.id, change, transaction)
    }
    if kind.code == FactKind.sites.code {
      try Sites.keepVersion(of: fact.id, change, transaction)
    } else {
      try Certificates.keepVersion(of: fact.id, change, transaction)
    }
    let assignments: [SQL] = zip(kind.columns, draft.values).map { $0.sql + " = \($1)" }
    try transaction.db.execute(
      "UPDATE " + kind.table + " SET " + .joined(assignments, by: ", ")
        + ", since = \(transaction.now.milliseconds), change = \(change) WHERE id = \(fact.id)")
    return fact.id
  }

  /// Ends a fact: it held until now.
  static func end(
    _ kind: FactKind, _ id: Int, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    let ended = try transaction.db.execute(
      "UPDATE " + kind.table + " SET until = \(now), ended_by = \(change)"
        + " WHERE id = \(id) AND until IS NULL")
    guard ended == 1 else { throw Problem.conflict("有人刚刚结束或修改了这一条，请返回核对。") }
  }

  /// The row that holds with the same unique columns, other than `id`.
  static func twin(
    _ kind: FactKind, _ draft: FactDraft, of body: BodyID, besides id: Int?, _ db: any Connection
  ) throws -> Int? {
    guard !kind.unique.isEmpty else { return nil }
    var conditions: [SQL] = ["body = \(body)", "until IS NULL"]
    for key in kind.unique {
      guard let place = kind.place(key) else { continue }
      let column = kind.columns[place].sql
      conditions.append(
        draft.values[place] == .null ? column + " IS NULL" : column + " = \(draft.values[place])")
    }
    if let id { conditions.append("id <> \(id)") }
    return try db.value(
      "SELECT id AS value FROM " + kind.table + SQL.conditions(conditions)
        + " ORDER BY id LIMIT 1")
  }
}
