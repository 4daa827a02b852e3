internal import Draws
internal import HTML
internal import HTTP
package import Kernel
internal import Storage

extension Publication {
  package static let routes: [Route] =
    publicRoutes + drawRoutes + whyRoutes + verifyRoutes + officeRoutes

  private static let drawRoutes: [Route] = [
    .get("/public/draws", .anyone) { call in
      let page = Paging.page(call.request.query["page"])
      let found = try call.house.store.read { try draws(page: page, $0) }
      let model = PublicDrawPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total))
      return .html(PublicDrawPages.list(call.frame(.publicDraws), model).document())
    },
    .get("/public/draws/:number", .anyone) { call in
      let number = try number(call)
      let field = Int(call.request.query["field"] ?? "")
      let model = try call.house.store.read {
        try drawModel(number: number, field: field, call.house.rulers, $0)
      }
      return .html(PublicDrawPages.one(call.frame(.publicDraws), model).document())
    },
    .get("/public/draws/:number/json", .anyone) { call in
      let number = try number(call)
      let id = try call.house.store.read { try draw(number: number, $0) }
      return try record(.draw, id.number, call)
    },
    .get("/public/draws/:number/files", .anyone) { call in
      let number = try number(call)
      let name = call.request.query["name"] ?? ""
      let files = try call.house.store.read { db in
        try Draws.publicFiles(try draw(number: number, db), db)
      }
      guard let file = files.first(where: { $0.name == name }) else { throw Problem.notFound }
      var response = Response.bytes(
        file.bytes, type: "text/plain; charset=utf-8", fileName: name)
      response.isCompressible = true
      return response
    },
    .get("/public/draws/:number/zip", .anyone) { call in
      let number = try number(call)
      let file = try call.house.store.read { db in
        try Draws.zipFile(try draw(number: number, db), db)
      }
      guard let file else { throw Problem.notFound }
      return .bytes(file.bytes, type: "application/zip", fileName: file.name)
    },
  ]

  static func number(_ call: Call) throws -> Int {
    guard let number = call.parameters.integer("number") else { throw Problem.notFound }
    return number
  }
}
