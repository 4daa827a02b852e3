internal import Desk
internal import Findings
internal import Kernel
internal import Publication
internal import SelfChecks
internal import Storage
internal import Supervision
internal import Visits

extension Portal {
  /// Everything the landing page shows of a body.
  static func landing(
    _ actor: Actor, now: Instant, _ house: House, _ db: any Connection
  ) throws -> PortalPages.Model {
    let body = try body(actor)
    return PortalPages.Model(
      body: try Publication.body(body, db), fields: try Publication.fieldNames(of: body, db),
      tasks: try Desk.tasks(for: actor, now: now, house.rooms, db),
      notices: try Visits.notices(of: body, db),
      selfChecks: try SelfChecks.all(of: body, db),
      rectifications: try Findings.rectifications(of: body, db),
      drawn: try Publication.drawn(body, db),
      results: try Publication.entries(
        try Publication.results(of: body, db), house.publicMemo), now: now)
  }
}
