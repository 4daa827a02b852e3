internal import Archive
internal import HTTP
package import Kernel
package import Storage
internal import Supervision

// The draw folder, as `mingcha verify` takes it.
extension Draws {
  /// The files of a draw's folder that everybody may have at this moment; none while it is sealed.
  package static func publicFiles(_ draw: DrawID, _ db: any Connection) throws -> [(
    name: String, bytes: [UInt8]
  )] {
    guard let record = try record(draw, db), record.stage != .drawnSealed else { return [] }
    return try db.map(
      "SELECT name, content FROM draw_files WHERE draw = \(draw) ORDER BY name LIMIT 20"
    ) { (try $0.get("name"), try $0.get("content")) }
  }

  /// The files everybody may have, with their sizes in bytes.
  package static func publicFileNames(_ draw: DrawID, _ db: any Connection) throws -> [(
    name: String, size: Int
  )] {
    guard let record = try record(draw, db), record.stage != .drawnSealed else { return [] }
    return try fileNames(of: draw, db)
  }

  /// The folder as one ZIP, the same bytes every time.
  ///
  /// - Returns: `nil` while nothing may be had.
  package static func zipFile(_ draw: DrawID, _ db: any Connection) throws -> (
    name: String, bytes: [UInt8]
  )? {
    let files = try publicFiles(draw, db)
    guard !files.isEmpty, let record = try record(draw, db) else { return nil }
    let folder = "draw-\(record.number)"
    let changed = record.drawnAt ?? record.frozenAt
    let bytes = try zip(
      files.map { ("\(folder)/\($0.name)", $0.bytes) }, modified: changed.milliseconds / 1000)
    return ("\(folder).zip", bytes)
  }

  private static let sealedSentence = "名单封存期间不提供下载，检查结束公开之后即可下载全部资料。"

  @Sendable static func zipAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let file = try call.house.store.read { db in
      _ = try record(id, for: actor, db)
      return try zipFile(id, db)
    }
    guard let file else { throw Problem.refused(sealedSentence) }
    return .bytes(file.bytes, type: "application/zip", fileName: file.name)
  }

  @Sendable static func fileAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let name = call.request.query["name"] ?? ""
    let files = try call.house.store.read { db in
      _ = try record(id, for: actor, db)
      return try publicFiles(id, db)
    }
    guard !files.isEmpty else { throw Problem.refused(sealedSentence) }
    guard let file = files.first(where: { $0.name == name }) else { throw Problem.notFound }
    return .bytes(file.bytes, type: "text/plain; charset=utf-8", fileName: file.name)
  }
}
