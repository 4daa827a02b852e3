package import HTML
package import Kernel
package import Storage

/// What a higher room tells of a plan on the plan's page.
package struct PlanPart: Contribution {
  package let page: @Sendable (_ plan: PlanID, _ db: any Connection) throws -> PlanPageContent?

  package init(
    page: @escaping @Sendable (_ plan: PlanID, _ db: any Connection) throws -> PlanPageContent?
  ) {
    self.page = page
  }
}

/// What a room adds to the page of a plan.
package struct PlanPageContent {
  /// Under the step 封存名单.
  package var frozen: String?
  /// Under the step 抽取.
  package var drawn: String?
  /// Whether something stands that keeps the plan from being frozen again.
  package var isStanding = false
  package var card: Markup?

  package init() {}
}
