package import Kernel
package import Storage
internal import Supervision

/// Files kept with a body: annexes of certificates, declarations as they were signed.
package struct BodyFile: Sendable {
  package let id: Int
  let certificate: Int?
  package let title: String
  package let fileName: String
  package let digest: String
  package let size: Int
  let since: Instant
  let until: Instant?
  let change: ChangeID?
  let endedBy: ChangeID?
}

package enum BodyFiles {
  static let largest = 20 << 20

  static func all(of body: BodyID, _ db: any Connection) throws -> [BodyFile] {
    try read("body = \(body)", db)
  }

  package static func current(of body: BodyID, _ asOf: AsOf, _ db: any Connection) throws
    -> [BodyFile]
  {
    try read("body = \(body) AND " + asOf.condition("since", "until"), db)
  }

  private static func read(_ condition: SQL, _ db: any Connection) throws -> [BodyFile] {
    try db.map(
      """
      SELECT id, certificate, title, file_name, digest, size, since, until, change, ended_by
      FROM body_files WHERE
      """ + " " + condition + " ORDER BY since, id LIMIT 1000"
    ) { row in
      let until: Int64? = try row.get("until")
      return BodyFile(
        id: try row.get("id"), certificate: try row.get("certificate"),
        title: try row.get("title"), fileName: try row.get("file_name"),
        digest: try row.get("digest"), size: try row.get("size"),
        since: Instant(milliseconds: try row.get("since")),
        until: until.map { Instant(milliseconds: $0) }, change: try row.get("change"),
        endedBy: try row.get("ended_by"))
    }
  }
}

extension BodyFiles {
  /// Keeps a file with a body; it is on the disk before the record is.
  ///
  /// - Parameter certificate: the one whose annex it is.
  static func add(
    title: String, fileName: String, bytes: [UInt8], certificate: Int?, to body: BodyID,
    by actor: Actor, _ house: House
  ) throws {
    guard !bytes.isEmpty else { throw Problem.refused("文件是空的，请重新选择。") }
    guard bytes.count <= largest else {
      throw Problem.refused("文件有\(bytes.count >> 20)MiB，最多\(largest >> 20)MiB。请压缩或拆分后再上传。")
    }
    try house.perform(by: actor) { transaction in
      let known = try Bodies.body(body, in: actor.scope, transaction.db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(known, actor)
      if let certificate {
        _ = try Facts.one(.certificates, certificate, of: body, transaction.db)
      }
      let digest = try KeptFiles(dataFolder: house.surroundings.dataFolder).keep(bytes)
      let change = try Changes.change(.form, transaction)
      try transaction.db.execute(
        """
        INSERT INTO body_files (body, certificate, title, file_name, digest, size, since, change)
        VALUES (\(body), \(certificate), \(title), \(String(fileName.prefix(200))), \(digest),
          \(bytes.count), \(transaction.now.milliseconds), \(change))
        """)
      transaction.journal(
        "registry.file-add", ("body", body.description), [("title", title), ("file", digest)])
    }
  }

  /// Takes a file out of the current record; it stays in the history.
  static func end(
    _ id: Int, of body: BodyID, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let known = try Bodies.body(body, in: actor.scope, transaction.db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(known, actor)
      let file = try one(id, of: body, transaction.db)
      guard file.until == nil else { throw Problem.refused("这个文件已经撤下。") }
      guard !reason.isEmpty else { throw Problem.refused("请写明撤下文件的理由。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try transaction.db.execute(
        """
        UPDATE body_files SET until = \(transaction.now.milliseconds), ended_by = \(change)
        WHERE id = \(id)
        """)
      transaction.journal(
        "registry.file-end", ("body", body.description), reason: reason, [("title", file.title)])
    }
  }

  /// A file of this body, also one that was taken out.
  static func one(_ id: Int, of body: BodyID, _ db: any Connection) throws -> BodyFile {
    guard let file = try read("id = \(id) AND body = \(body)", db).first else {
      throw Problem.notFound
    }
    return file
  }
}
