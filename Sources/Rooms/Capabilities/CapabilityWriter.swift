package import Kernel
internal import Storage
internal import Supervision

/// A capability in numbers of words, as the store holds it; 0 stands for none.
package struct StoredCapability: Sendable {
  package var body: BodyID
  package var number: Int
  var site: Int
  var certificate: Int
  var category: Int
  var parameter: Int
  var standard: Int
  var clause: Int
  var method: Int
  var limits: Int
  var validFrom: String
  package var validUntil: String
}

/// Writes capabilities in large batches within one command: forms, imports and the demo alike.
package final class CapabilityWriter {
  private let db: any Connection
  private let now: Instant
  private let change: ChangeID
  private let words = WordBook()
  private var rows: RowWriter
  private var nextNumbers: [BodyID: Int] = [:]

  package init(_ transaction: Transaction, change: ChangeID) throws {
    db = transaction.db
    now = transaction.now
    self.change = change
    rows = try RowWriter(
      into: "capabilities",
      "body number site certificate category parameter standard clause method limits valid_from "
        + "valid_until since change")
  }

  /// Adds capabilities that a body does not have, at the end of its list.
  package func add(_ drafts: [(body: BodyID, draft: CapabilityDraft)]) throws {
    try words.learn(drafts.lazy.map(\.draft), db)
    for (body, draft) in drafts {
      try add(stored(draft, of: body, number: try takeNumber(body)))
    }
  }

  /// Adds one whose words have their numbers.
  package func add(_ capability: StoredCapability) throws {
    try rows.add(
      [
        capability.body.stored, capability.number.stored, known(capability.site),
        known(capability.certificate), capability.category.stored, capability.parameter.stored,
        capability.standard.stored, known(capability.clause), known(capability.method),
        known(capability.limits), known(capability.validFrom), known(capability.validUntil),
        now.milliseconds.stored, change.stored,
      ], db)
  }

  private func known(_ id: Int) -> Value { id == 0 ? .null : .integer(Int64(id)) }
  private func known(_ day: String) -> Value { day.isEmpty ? .null : .text(day) }

  /// Replaces what a capability says; what it said stays as an earlier version.
  func change(_ number: Int, of body: BodyID, to draft: CapabilityDraft) throws {
    try words.learn([draft], db)
    try keepVersion([number], of: body)
    let new = stored(draft, of: body, number: number)
    try db.execute(
      """
      UPDATE capabilities SET site = nullif(\(new.site), 0),
        certificate = nullif(\(new.certificate), 0), category = \(new.category),
        parameter = \(new.parameter), standard = \(new.standard),
        clause = nullif(\(new.clause), 0), method = nullif(\(new.method), 0),
        limits = nullif(\(new.limits), 0), valid_from = nullif(\(new.validFrom), ''),
        valid_until = nullif(\(new.validUntil), ''), since = \(now.milliseconds),
        change = \(change)
      WHERE body = \(body) AND number = \(number)
      """)
  }

  /// Ends capabilities; they stay as earlier versions.
  func end(_ numbers: [Int], of body: BodyID) throws {
    for start in stride(from: 0, to: numbers.count, by: 256) {
      let part = Array(numbers[start..<min(start + 256, numbers.count)])
      try keepVersion(part, of: body)
      try db.execute(
        "DELETE FROM capabilities WHERE body = \(body) AND " + .among("number", part))
    }
  }

  /// Writes what is left; call once at the end.
  package func finish() throws {
    try rows.finish(db)
  }

  private func keepVersion(_ numbers: [Int], of body: BodyID) throws {
    // What was stored at this very moment never held.
    try db.execute(
      """
      INSERT INTO capability_versions (body, number, site, certificate, category, parameter,
        standard, clause, method, limits, valid_from, valid_until, since, until, change, ended_by)
      SELECT body, number, site, certificate, category, parameter, standard, clause, method,
        limits, valid_from, valid_until, since, \(now.milliseconds), change, \(change)
      FROM capabilities
      WHERE body = \(body) AND \(.among("number", numbers)) AND since < \(now.milliseconds)
      """)
  }

  private func takeNumber(_ body: BodyID) throws -> Int {
    if nextNumbers[body] == nil {
      let last: Int? =
        try db.value(
          """
          SELECT max(last) AS value FROM (
            SELECT max(number) AS last FROM capabilities WHERE body = \(body)
            UNION ALL
            SELECT max(number) AS last FROM capability_versions WHERE body = \(body)) t
          """, as: Int?.self) ?? nil
      nextNumbers[body] = (last ?? 0) + 1
    }
    let number = nextNumbers[body] ?? 1
    nextNumbers[body] = number + 1
    return number
  }

  private func stored(_ draft: CapabilityDraft, of body: BodyID, number: Int) -> StoredCapability {
    var stored = words.stored(draft)
    stored.body = body
    stored.number = number
    return stored
  }
}
