package import Storage
package import Supervision

/// The import a record came from.
package struct ImportSource: Sendable {
  package let id: ImportID
  package let fileName: String
  package let at: Instant
  /// Whether the reader may look at the import.
  package let isOpen: Bool
}

extension Imports {
  /// The import a record came from; open to those who may see the imports of that authority.
  package static func source(
    _ id: ImportID?, _ actor: Actor, _ db: any Connection
  ) throws -> ImportSource? {
    guard let id else { return nil }
    return try db.one(
      """
      SELECT i.id, i.file_name, i.at, t.region, t.department FROM imports i
      LEFT JOIN authorities t ON t.id = i.authority WHERE i.id = \(id)
      """
    ) { row in
      let region: String? = try row.get("region")
      let department: String? = try row.get("department")
      return ImportSource(
        id: try row.get("id"), fileName: try row.get("file_name"),
        at: Instant(milliseconds: try row.get("at")),
        isOpen: actor.may(.changeRegistry) && Keeper.seesPrivate(actor, of: department)
          && (region.map { actor.scope.contains($0) } ?? false))
    }
  }
}
