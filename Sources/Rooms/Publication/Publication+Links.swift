internal import HTTP
package import Kernel

extension Link {
  package static let publications = Link("/publications")
  package static let publicPlans = Link("/public/plans")
  package static let publicDraws = Link("/public/draws")
  package static let publicResults = Link("/public/results")
  package static let publicVerify = Link("/verify")
  static let offlineVerifier = Link("/verify/offline.html")
  static let verifierScript = Link("/verify/verify.py")
  static let drawRule = Link("/verify/draw-rules.md")
  package static let publicRules = Link("/rules")

  static func publicPlan(_ id: PlanID) -> Link { Link("/public/plans", id) }
  package static func publicDraw(_ number: Int) -> Link { Link("/public/draws", number) }
  static func publicResult(_ visit: Int) -> Link { Link("/public/results", visit) }

  static func publicDrawFile(_ number: Int, _ name: String) -> Link {
    Link("/public/draws", number, "files").with([("name", name)])
  }
  static func publicDrawArchive(_ number: Int) -> Link { Link("/public/draws", number, "zip") }
  static func verifyDraw(_ number: Int) -> Link {
    publicVerify.with([("draw", String(number))])
  }
  package static func publicDrawWhy(_ number: Int, _ body: Int) -> Link {
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
