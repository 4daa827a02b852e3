internal import HTML
internal import HTTP
package import Kernel
internal import Publication
internal import Sheets
internal import Storage

extension Link {
  static let publicFairness = Link("/public/fairness")
  static let publicFairnessDraws = Link("/public/fairness/draws.csv")
  static let publicFairnessGroups = Link("/public/fairness/groups.csv")
  static let publicFairnessLaboratory = Link("/public/fairness/laboratory.tsv")

  static func publicFairness(of number: Int) -> Link { Link("/public/fairness/draws", number) }
}

extension Fairness {
  package static let routes: [Route] = [
    .get("/public/fairness", .anyone) { call in
      let (fairness, names) = try known(call)
      let model = FairnessPages.Model(
        fairness: fairness, laboratory: .standing, regionNames: names,
        paging: Paging(
          page: Paging.page(call.request.query["page"]), total: fairness.draws.count))
      return .html(FairnessPages.all(call.frame(.publicDraws), model).document())
    },
    .get("/public/fairness/draws/:number", .anyone) { call in
      let (fairness, names) = try known(call)
      let number = try call.id("number", DrawID.init).number
      guard let draw = fairness.draws.first(where: { $0.draw.number == number }) else {
        throw Problem.notFound
      }
      return .html(FairnessPages.one(call.frame(.publicDraws), draw, names).document())
    },
    .get("/public/fairness/draws.csv", .anyone) { call in
      file(FairnessTables.draws(try known(call).fairness), "mingcha-fairness-draws.csv")
    },
    .get("/public/fairness/groups.csv", .anyone) { call in
      let (fairness, names) = try known(call)
      return file(FairnessTables.groups(fairness, names), "mingcha-fairness-groups.csv")
    },
    .get("/public/fairness/laboratory.tsv", .anyone) { _ in
      .bytes(
        FairnessLaboratory.bytes, type: "text/tab-separated-values; charset=utf-8",
        fileName: "mingcha-fairness-laboratory.tsv")
    },
  ]

  private static func known(_ call: Call) throws -> (fairness: Fairness, names: [String: String]) {
    try call.house.store.read { db in
      (
        try call.house.fairness.fairness(db),
        Dictionary(try Reference.regions(db).map { ($0.code, $0.name) }) { first, _ in first }
      )
    }
  }

  private static func file(_ table: FairnessTables.Table, _ name: String) -> Response {
    .bytes(
      csv(header: table.header, rows: table.rows), type: "text/csv; charset=utf-8", fileName: name)
  }

  /// Adds up what has been published since the last time, so that no visitor has to wait for it.
  package static func prepare(_ house: House) throws {
    _ = try house.store.read { try house.fairness.fairness($0) }
  }
}
