internal import HTTP

extension Link {
  static let publications = Link("/publications")
  static let publicBodies = Link("/public/bodies")
  static let publicPlans = Link("/public/plans")
  static let publicDraws = Link("/public/draws")
  static let publicResults = Link("/public/results")
  static let publicVerify = Link("/verify")
  static let publicRules = Link("/rules")
}

extension Publication {
  static let routes: [Route] = []
}
