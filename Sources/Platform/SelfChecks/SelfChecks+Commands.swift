internal import Storage
internal import Supervision

extension SelfChecks {
  /// Opens a self-check for every active body in the plan's region, due with the plan.
  ///
  /// Called when a plan is frozen; what is open already stays as it is, so that a second freeze
  /// after a void draw asks nobody twice.
  ///
  /// - Returns: how many were opened.
  /// - Throws: `Problem.notFound` for an unknown plan.
  @discardableResult
  package static func openAll(_ plan: PlanID, _ transaction: Transaction) throws -> Int {
    let region: String? = try transaction.db.value(
      "SELECT region AS value FROM plans WHERE id = \(plan)")
    guard let region else { throw Problem.notFound }
    return try transaction.db.execute(
      """
      INSERT INTO self_checks (plan, body, template, region, due_on, stage)
      SELECT p.id, b.id, p.template, b.region, p.self_check_until, 'open'
      FROM plans p JOIN bodies b ON b.status = 'active'
      WHERE p.id = \(plan) AND
      """ + " " + RegionScope(region: region).condition("b.region") + """
         ORDER BY b.id
        ON CONFLICT (plan, body) DO NOTHING
        """)
  }
}
