package import Storage

extension Changes {
  /// The change behind everything that ships with the program; made when it is first asked for.
  package static func shippedChange(_ db: any Connection) throws -> ChangeID {
    let reason = "随系统提供"
    let known: ChangeID? = try db.value(
      """
      SELECT id AS value FROM changes
      WHERE at = 0 AND source = 'setup' AND reason = \(reason) ORDER BY id LIMIT 1
      """)
    if let known { return known }
    let made: ChangeID? = try db.value(
      """
      INSERT INTO changes (at, source, reason) VALUES (0, 'setup', \(reason))
      RETURNING id AS value
      """)
    guard let made else { throw Problem.conflict("变更没有保存，请重试。") }
    return made
  }
}
