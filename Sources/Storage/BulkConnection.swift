/// A table as the engine's catalogue tells it.
package struct TableDescription: Sendable {
  package struct Column: Sendable, Equatable {
    package enum Kind: String, Sendable {
      case integer
      case text
      case blob
    }
    package let name: SQLName
    package let kind: Kind

    package init(name: SQLName, kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  package let name: SQLName
  /// Those that are stored, in the order of their making; computed ones are left out.
  package let columns: [Column]
  /// The columns of the primary key, in its order.
  package let key: [SQLName]
  /// The tables its foreign keys point to.
  package let parents: Set<SQLName>

  package init(name: SQLName, columns: [Column], key: [SQLName], parents: Set<SQLName>) {
    self.name = name
    self.columns = columns
    self.key = key
    self.parents = parents
  }

  /// All rows in the order of the key.
  package var allRows: SQL {
    "SELECT " + SQLName.list(columns.map(\.name)) + " FROM \(name)"
      + (key.isEmpty ? .empty : " ORDER BY " + SQLName.list(key))
  }

  /// The tables so that each stands behind those it points to, else by name; a circle is cut at its
  /// first name.
  package static func parentsFirst(_ tables: [TableDescription]) -> [TableDescription] {
    var rest = tables.sorted { $0.name < $1.name }
    var ordered: [TableDescription] = []
    while !rest.isEmpty {
      let open = Set(rest.map(\.name))
      let next = rest.firstIndex { $0.parents.subtracting([$0.name]).isDisjoint(with: open) } ?? 0
      ordered.append(rest.remove(at: next))
    }
    return ordered
  }
}

/// What an engine offers for moving whole databases.
package protocol BulkConnection: Connection {
  /// The ordinary tables, parents first; what the engine keeps for itself or derives is left out.
  func tables() throws -> [TableDescription]
  /// Takes away secondary indexes, and foreign keys where that may be done, so that many rows go in
  /// fast. In a write; all or nothing with it.
  ///
  /// - Returns: the script that puts them back, which also tests what was stored meanwhile.
  func loosen() throws -> String
  /// See `insertRows`.
  func insertMany(into table: SQLName, _ columns: [SQLName], _ next: (inout [Value]) throws -> Bool)
    throws -> Int
}
