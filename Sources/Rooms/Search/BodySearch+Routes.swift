internal import Bodies
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let bodySearch = Link("/bodies/search")
}

extension BodySearch {
  package static let routes: [Route] = [
    .get("/bodies/search", .readRegistry) { call in
      let actor = try call.actor()
      let reach = Reach(scope: actor.scope, isPublic: false)
      return .html(BodySearchPages.office(call.frame(.bodies), try model(reach, call)).document())
    },
    .get("/public/bodies", .anyone) { call in
      let reach = Reach(scope: RegionScope(region: "000000"), isPublic: true)
      return .html(
        BodySearchPages.open(call.frame(.publicBodies), try model(reach, call)).document())
    },
  ]

  private static func model(_ reach: Reach, _ call: Call) throws -> BodySearchPages.Model {
    let words = SearchWords(call.request.query["q"])
    let after = Place(call.request.query["after"])
    return try call.house.store.read { db in
      let found = try find(words, in: reach, after: after, db)
      let rows = try rows(of: found.hits.map(\.body), db)
      return BodySearchPages.Model(
        words: words,
        lines: found.hits.compactMap { hit in
          rows[hit.body].map { BodySearchPages.Line(hit: hit, row: $0) }
        },
        count: found.count, next: found.next, isFirst: after == nil,
        regions: CodeNames(try Reference.regions(db)), today: call.now.day)
    }
  }
}
