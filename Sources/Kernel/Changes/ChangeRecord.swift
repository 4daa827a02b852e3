package import Storage
internal import Supervision

/// A change with who brought it, as it is told.
package struct ChangeRecord: Sendable {
  let id: ChangeID
  let at: Instant
  let source: ChangeSource
  /// Empty where the house acted.
  let person: String
  let authority: String
  package let file: ImportID?
  let fileName: String
  package let reason: String

  /// `沈嘉禾（上海市市场监督管理局），页面登记`.
  package var origin: String {
    let who = person.isEmpty ? "系统" : authority.isEmpty ? person : "\(person)（\(authority)）"
    return "\(who)，\(source.label)" + (fileName.isEmpty ? "" : "“\(fileName)”")
  }
}

extension Changes {
  package static func changes(
    _ ids: Set<ChangeID>, _ db: any Connection
  ) throws -> [ChangeID: ChangeRecord] {
    var found: [ChangeID: ChangeRecord] = [:]
    let ids = ids.sorted { $0.number < $1.number }
    for start in stride(from: 0, to: ids.count, by: 500) {
      let part = Array(ids[start..<min(start + 500, ids.count)])
      try db.forEachRow(
        """
        SELECT c.id, c.at, c.source, c.import, c.reason, a.name AS person, t.name AS authority,
          i.file_name
        FROM changes c LEFT JOIN accounts a ON a.id = c.account
        LEFT JOIN authorities t ON t.id = a.authority LEFT JOIN imports i ON i.id = c.import WHERE
        """ + " " + .among("c.id", part) + " ORDER BY c.id LIMIT 500"
      ) { row in
        let record = ChangeRecord(
          id: try row.get("id"), at: Instant(milliseconds: try row.get("at")),
          source: try row.get("source"), person: try row.get("person") ?? "",
          authority: try row.get("authority") ?? "", file: try row.get("import"),
          fileName: try row.get("file_name") ?? "", reason: try row.get("reason"))
        found[record.id] = record
      }
    }
    return found
  }
}
