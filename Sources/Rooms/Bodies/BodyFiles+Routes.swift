internal import HTML
internal import HTTP
package import Kernel
internal import Storage

extension Link {
  static func bodyFiles(_ id: BodyID) -> Link { Link("/bodies", id, "files") }
}

extension Bodies {
  package static let bodyFileRoutes: [Route] = [
    .post("/bodies/:id/files", .changeRegistry, fileAnswer),
    .get("/bodies/:id/files/:file", .readRegistry, fileDownload),
    .post("/bodies/:id/files/:file/end", .changeRegistry, fileEnd),
  ]

  @Sendable private static func fileAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let form = call.request.form
    let reader = try call.house.store.read { db in
      _ = try body(id, in: actor.scope, db)
      return try CellReader.load(for: actor, db)
    }
    let title: String
    do throws(CellFault) {
      title = try reader.text(form["title"] ?? "", "标题", limit: 100)
    } catch {
      throw Problem.refused(error.reason + error.suggestion)
    }
    guard let file = call.request.files.first(where: { $0.field == "file" }), file.size > 0 else {
      throw Problem.refused("请选择要登记的文件。")
    }
    guard file.size <= BodyFiles.largest else {
      throw Problem.refused("文件过大，最多\(BodyFiles.largest >> 20)MiB。请压缩或拆分后再上传。")
    }
    try BodyFiles.add(
      title: title, fileName: file.fileName, bytes: try KeptFiles.read(file.path),
      certificate: form["certificate"].flatMap { Int($0) }, to: id, by: actor, call.house)
    return .redirect(to: Link.body(id).done(.saved).address)
  }

  @Sendable private static func fileDownload(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    guard let number = call.parameters.integer("file") else { throw Problem.notFound }
    let file = try call.house.store.read { db in
      _ = try body(id, in: actor.scope, db)
      return try BodyFiles.one(number, of: id, db)
    }
    let kept = KeptFiles(dataFolder: call.house.surroundings.dataFolder)
    return .bytes(
      try kept.read(file.digest), type: "application/octet-stream", fileName: file.fileName)
  }

  @Sendable private static func fileEnd(_ call: Call) throws -> Response {
    let id = try call.id("id", BodyID.init)
    guard let number = call.parameters.integer("file") else { throw Problem.notFound }
    let reason = call.request.form["reason-\(number)"] ?? call.request.form["reason"] ?? ""
    try BodyFiles.end(
      number, of: id, reason: reason.trimmed, by: try call.actor(), call.house)
    return .redirect(to: Link.body(id).done(.saved).address)
  }
}
