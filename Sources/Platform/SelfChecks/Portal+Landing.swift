internal import Storage
internal import Supervision

extension Portal {
  /// Everything the landing page shows of a body.
  static func landing(
    _ actor: Actor, now: Instant, _ memo: PublicMemo, _ db: any Connection
  ) throws
    -> PortalPages.Model
  {
    let body = try body(actor)
    return PortalPages.Model(
      body: try Publication.body(body, db), fields: try Publication.fieldNames(of: body, db),
      tasks: try SelfChecks.tasks(for: actor, now: now, db), notices: try notices(of: body, db),
      selfChecks: try SelfChecks.all(of: body, db),
      rectifications: try Findings.rectifications(of: body, db),
      drawn: try Publication.drawn(body, db),
      results: try Publication.entries(try Publication.results(of: body, db), memo), now: now)
  }
}
