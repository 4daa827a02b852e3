internal import HTTP

extension Link {
  static let publications = Link("/publications")
  static let publicBodies = Link("/public/bodies")
  static let publicPlans = Link("/public/plans")
  static let publicDraws = Link("/public/draws")
  static let publicResults = Link("/public/results")
  static let publicVerify = Link("/verify")
  static let offlineVerifier = Link("/verify/offline.html")
  static let verifierScript = Link("/verify/verify.py")
  static let drawRule = Link("/verify/draw-rules.md")
  static let publicRules = Link("/rules")

  static func publicBody(_ id: BodyID) -> Link { Link("/public/bodies", id) }
  static func publicPlan(_ id: PlanID) -> Link { Link("/public/plans", id) }
  static func publicDraw(_ number: Int) -> Link { Link("/public/draws", number) }
  static func publicResult(_ visit: Int) -> Link { Link("/public/results", visit) }

  static func publicDrawFile(_ number: Int, _ name: String) -> Link {
    Link("/public/draws", number, "files").with([("name", name)])
  }
  static func publicDrawArchive(_ number: Int) -> Link { Link("/public/draws", number, "zip") }
  static func verifyDraw(_ number: Int) -> Link {
    publicVerify.with([("draw", String(number))])
  }
  static func publicDrawWhy(_ number: Int, _ body: Int) -> Link {
    Link("/public/draws", number, "why").with([("body", String(body))])
  }

  static func publicDrawSheet(_ number: Int, _ body: Int) -> Link {
    Link("/public/draws", number, "sheet").with([("body", String(body))])
  }
  static func publicDrawProof(_ number: Int, _ body: Int) -> Link {
    Link("/public/draws", number, "proof").with([("body", String(body))])
  }

  static func publicPlanRecord(_ plan: Int, version: Int) -> Link {
    Link("/public/plans", plan, "json").with([("version", String(version))])
  }
  static func publicDrawRecord(_ number: Int, version: Int) -> Link {
    Link("/public/draws", number, "json").with([("version", String(version))])
  }
  static func publicResultRecord(_ visit: Int, version: Int) -> Link {
    Link("/public/results", visit, "json").with([("version", String(version))])
  }

  static func publication(_ visit: Int) -> Link { Link("/publications", visit) }
  static func publishNow(_ visit: VisitID) -> Link { Link("/publications", visit, "publish") }
  static func correct(_ visit: Int) -> Link { Link("/publications", visit, "correct") }
}
