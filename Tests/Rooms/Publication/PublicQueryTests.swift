import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Draws
@testable import Kernel
@testable import Portal
@testable import Publication
@testable import SelfChecks

/// How the public's and the bodies' lists reach their rows.
@Suite struct PublicQueryTests {
  @Test("no public page reads a large table row by row")
  func publicPages() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let pick = try #require(
      try scene.test.store.read { try Draws.picks(of: draw, $0) }.first)
    try expectIndexed(scene.test.store) { db in
      _ = try Publication.figures(db)
      _ = try Publication.bodyModel(pick.body, scene.test.house.publicMemo, db)
      _ = try Publication.plans(page: 1, db)
      _ = try Publication.planModel(PlanID(1), today: scene.test.clock.now.day, db)
      _ = try Publication.planChoices(db)
      _ = try Publication.draws(page: 1, db)
      _ = try Publication.drawModel(number: 1, field: nil, RulerMemo(), db)
      _ = try Publication.whyModel(
        number: 1, body: pick.body, site: nil, scene.test.house, db)
      for filter in [
        Publication.ResultFilter(), Publication.ResultFilter(plan: PlanID(1)),
        Publication.ResultFilter(region: "310100"), Publication.ResultFilter(result: .pending),
      ] {
        _ = try Publication.results(filter, page: 1, db)
      }
    }
  }

  @Test("no list of the office or the portal reads a large table row by row")
  func officePages() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let pick = try #require(
      try scene.test.store.read { try Draws.picks(of: draw, $0) }.first)
    let body = try scene.test.account("drawn-body", roles: [.body], body: pick.body)
    let publisher = try #require(
      try scene.test.store.read { try Accounts.actor(login: "publisher", $0) })
    let now = scene.test.clock.now
    let city = RegionScope(region: "310000")
    try expectIndexed(scene.test.store) { db in
      _ = try Publication.due(publisher, db)
      _ = try Publication.dueCount(publisher, db)
      _ = try Publication.published(city, page: 1, db)
      _ = try SelfChecks.plans(publisher, db)
      _ = try SelfChecks.counts(PlanID(1), publisher, db)
      for filter in [
        SelfChecks.Filter(), SelfChecks.Filter(stage: .submitted),
        SelfChecks.Filter(region: "310104"),
      ] {
        _ = try SelfChecks.list(PlanID(1), filter, publisher, page: 1, db)
      }
      _ = try Portal.landing(body, now: now, scene.test.house, db)
      _ = try SelfChecks.tasks(for: body, now: now, db)
    }
  }
}
