internal import Bodies
package import Kernel
package import Storage
package import Supervision

extension Capabilities {
  /// What one change did to the capabilities of a body.
  package struct Deed: Sendable {
    package let at: Instant
    package let change: ChangeID
    /// `登记能力参数`, `修改能力参数`, `取消能力参数`.
    package let verb: String
    let count: Int
    /// The lines it is about, where they are few.
    let lines: [CapabilityRow]

    package var sentences: [String] {
      lines.isEmpty
        ? ["\(verb)，共\(count)项"] : lines.map { "\(verb) \($0.parameter)（\($0.basis)）" }
    }
  }

  /// More lines than this in one change are counted, not told.
  private static let told = 5

  /// Everything that ever changed, in no order; an annex of thousands of lines is one deed.
  package static func deeds(of body: BodyID, _ db: any Connection) throws -> [Deed] {
    let begun: SQL = """
      SELECT number, since, change FROM capabilities WHERE body = \(body)
      UNION ALL SELECT number, since, change FROM capability_versions WHERE body = \(body)
      """
    let before: SQL = """
      EXISTS (SELECT 1 FROM capability_versions o
        WHERE o.body = \(body) AND o.number = c.number AND o.until = c.since)
      """
    let hasEnded: SQL = """
      v.body = \(body)
        AND NOT EXISTS (SELECT 1 FROM capabilities n
          WHERE n.body = v.body AND n.number = v.number AND n.since = v.until)
        AND NOT EXISTS (SELECT 1 FROM capability_versions n
          WHERE n.body = v.body AND n.number = v.number AND n.since = v.until)
      """
    let verbs: [(String, SQL)] = [
      ("登记能力参数", "SELECT number, since AS at, change FROM (\(begun)) c WHERE NOT \(before)"),
      ("修改能力参数", "SELECT number, since AS at, change FROM (\(begun)) c WHERE \(before)"),
      (
        "取消能力参数",
        """
        SELECT v.number, v.until AS at, v.ended_by AS change FROM capability_versions v
        WHERE \(hasEnded)
        """
      ),
    ]
    return try verbs.flatMap { verb, events in
      let groups = try db.map(
        "SELECT at, change, count(*) AS items FROM (" + events
          + ") e GROUP BY at, change ORDER BY at, change LIMIT 2000"
      ) { row in
        (
          at: try row.get("at", as: Int64.self), change: try row.get("change", as: ChangeID.self),
          count: try row.get("items", as: Int.self)
        )
      }
      return try groups.map { group in
        let numbers: SQL =
          "SELECT e.number FROM (" + events
          + ") e WHERE e.at = \(group.at) AND e.change = \(group.change)"
        return Deed(
          at: Instant(milliseconds: group.at), change: group.change, verb: verb,
          count: group.count,
          lines: group.count > told
            ? [] : try db.all(lines(told(of: body, at: group.at, numbers))))
      }
    }
  }

  /// The lines with these numbers as a moment left them; those that ended then, as they were.
  private static func told(of body: BodyID, at moment: Int64, _ numbers: SQL) -> SQL {
    let held = facts(of: body, at: Instant(milliseconds: moment))
    return "SELECT " + factColumns + " FROM (" + held + ") h WHERE h.number IN (" + numbers
      + ") UNION ALL SELECT "
      + factColumns
        + """
         FROM capability_versions
        WHERE body = \(body) AND until = \(moment) AND number IN (
        """ + numbers
        + """
        ) AND NOT EXISTS (SELECT 1 FROM (
        """ + held + ") h WHERE h.number = capability_versions.number)"
  }
}

extension Capabilities {
  /// What became of a body's capabilities, for its history.
  static let storyPart = BodyStoryPart { body, db in
    try deeds(of: body, db).flatMap { deed in
      deed.sentences.map {
        BodyStoryPart.Event(
          at: deed.at, change: deed.change, kind: "capabilities", deed: deed.verb, sentence: $0)
      }
    }
  }
}
