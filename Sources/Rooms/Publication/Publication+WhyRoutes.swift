internal import Draw
internal import Draws
internal import HTML
internal import HTTP
internal import Kernel
internal import Storage

extension Publication {
  /// What one body may want to know of a revealed draw.
  static let whyRoutes: [Route] = [
    .get("/public/draws/:number/why", .anyone) { call in
      let model = try whyModel(call)
      return .html(PublicDrawPages.why(call.frame(.publicDraws), model).document())
    },
    .get("/public/draws/:number/sheet", .anyone) { call in
      let model = try whyModel(call)
      guard model.explanation != nil else { throw Problem.notFound }
      return .html(PublicDrawPages.sheet(call.frame(.publicDraws), model).document())
    },
    .get("/public/draws/:number/proof", .anyone, proofFile),
  ]

  /// The proof that the body stands in the frozen roster, as a file.
  @Sendable private static func proofFile(_ call: Call) throws -> Response {
    let number = try number(call)
    let body = try asked(call)
    let proof = try call.house.store.read { db in
      let row = try self.body(body, db)
      let model = try Draws.publicModel(try draw(number: number, db), db)
      return try model.flatMap { try call.house.proofs.proof(of: row.uscc, $0, db) }
    }
    guard let proof else { throw Problem.notFound }
    return .bytes(
      proof.text, type: "text/plain; charset=utf-8",
      fileName: "proof-\(number)-\(body.number).txt")
  }

  private static func whyModel(_ call: Call) throws -> PublicDrawPages.WhyModel {
    let number = try number(call)
    let body = try asked(call)
    return try call.house.store.read { db in
      try whyModel(number: number, body: body, site: call.site, call.house, db)
    }
  }

  private static func asked(_ call: Call) throws -> BodyID {
    guard let body = Int(call.request.query["body"] ?? "") else { throw Problem.notFound }
    return BodyID(body)
  }
}
