package import Kernel
package import Storage

extension BodySearch {
  /// The lines of these bodies.
  package static func rows(of bodies: [BodyID], _ db: any Connection) throws -> [BodyID: BodyRow] {
    let rows: [BodyRow] = try db.all(
      "SELECT " + BodyRow.columns + " FROM bodies b WHERE " + .among("b.id", bodies)
        + " ORDER BY b.id LIMIT 1000")
    return Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
  }
}
