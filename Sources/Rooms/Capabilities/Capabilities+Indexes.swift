internal import Kernel
internal import Resources
package import Storage

extension Capabilities {
  /// The statements that make the indexes, as the migration has them.
  private static var indexStatements: [String] {
    let script = String(decoding: Resources.bytes("m0004_capabilities.sql"), as: UTF8.self)
    return script.split(separator: ";").compactMap { statement in
      guard let start = statement.firstRange(of: "CREATE INDEX capabilities_by_") else {
        return nil
      }
      return String(statement[start.lowerBound...])
    }
  }

  /// Takes the indexes away while very many rows are written; `makeIndexes` has to follow.
  package static func dropIndexes(_ store: any Store) throws {
    try store.write { db in
      try db.execute("DROP INDEX capabilities_by_parameter")
      try db.execute("DROP INDEX capabilities_by_standard")
      try db.execute("DROP INDEX capabilities_by_both")
    }
  }

  /// Makes the indexes out of the rows, sorted in files and not in memory.
  package static func makeIndexes(_ store: any Store) throws {
    for statement in indexStatements {
      try store.write { db in
        if db.engine == .sqlite { try db.execute("PRAGMA temp_store = FILE") }
        try db.executeScript(statement)
        if db.engine == .sqlite { try db.execute("PRAGMA temp_store = MEMORY") }
      }
    }
    if store.engine == .postgres { try store.write { try $0.executeScript("ANALYZE") } }
  }
}
