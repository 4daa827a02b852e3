internal import Bodies
internal import DrawWeb
internal import Draws
package import Kernel
internal import Plans
internal import Resources
internal import SelfChecks
internal import Supervision

extension Publication {
  /// What the application knows of this room.
  package static let room = Room(
    "publication", "公示",
    routes: routes,
    menu: [
      MenuEntry(.publication, "公示", .publications, .publications, .readVisits),
      .open("机构查询", .publicBodies, .publicBodies), .open("检查计划", .publicPlans, .publicPlans),
      .open("抽取公示", .publicDraws, .publicDraws), .open("检查结果", .publicResults, .publicResults),
      .open("验证", .publicVerify, .publicVerify), .open("规则", .publicRules, .publicRules),
    ],
    flashes: [.corrected],
    actions: [
      JournalAction("publication.correct", "更正公示", disturbsImports: false)
    ],
    facts: [JournalFact("version", "版本"), JournalFact("corrects", "更正版本")],
    subjects: [JournalSubject("publication", "公示")],
    tasks: { try tasks(for: $0, now: $1, $2) },
    assets: [
      AssetFile("verify.js", "text/javascript; charset=utf-8", Resources.bytes("verify.js")),
      AssetFile(
        "verify-report.js", "text/javascript; charset=utf-8", Resources.bytes("verify-report.js")),
      AssetFile(
        "verify-engine.js", "text/javascript; charset=utf-8", Resources.bytes("verify-engine.js"),
        policy: .worker),
      AssetFile("draw.wasm", "application/wasm", DrawWeb.module),
    ],
    states: [PublicMemo.self, OfflineVerifier.self],
    listeners: [
      .on(PlanFrozen.self) { try publishPlan($0.plan, $1) },
      // Once, however many steps the command takes.
      .atEnd(DrawChanged.self) { events, transaction in
        let draws = Set(events.map(\.draw)).sorted { $0.number < $1.number }
        for draw in draws { try publishDraw(draw, transaction) }
      },
    ],
    due: [DueWork("publish") { try publishDue($0) }],
    contributions: [
      ClauseTarget("publications", "公示", .publications, at: 40),
      ClauseTarget("public-home", "公示首页", .home, at: 41),
      ClauseTarget("public-draws", "抽取公示", .publicDraws, at: 42),
      ClauseTarget("public-results", "检查结果公示", .publicResults, at: 43),
      ClauseTarget("public-bodies", "机构公开查询", .publicBodies, at: 44),
      ClauseTarget("verify", "抽取验证", .publicVerify, at: 45),
      ClauseTarget("rules", "期限与限额", .publicRules, at: 46),
      bodyPart,
    ])
}

extension Place {
  static let publications = Place("publications")
  static let publicHome = Place("publicHome")
  static let publicPlans = Place("publicPlans")
  package static let publicDraws = Place("publicDraws")
  static let publicResults = Place("publicResults")
  static let publicVerify = Place("publicVerify")
  static let publicRules = Place("publicRules")
}

extension Flash {
  static let corrected = Flash("corrected", "更正已公开，原记录保留。")
}

extension House {
  package var publicMemo: PublicMemo { state(PublicMemo.self) }
  /// The verifier as one file.
  var offlineVerifier: OfflineVerifier { state(OfflineVerifier.self) }
}
