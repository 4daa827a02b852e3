internal import Storage
internal import Supervision

extension CapabilitySearch {
  /// What a capability `c` has to say to be one that is asked for.
  struct Match {
    enum Side { case parameters, standards }

    private let parameters: [Int]
    private let standards: [Int]
    private let validity: SQL

    init(_ meaning: Meaning, isAll: Bool, today: CalendarDay) {
      parameters = Match.padded(meaning.parameters.map(\.id))
      standards = Match.padded(meaning.standards.map(\.id))
      validity =
        isAll
        ? .empty
        : """
         AND (c.valid_from IS NULL OR c.valid_from <= \(today))
        AND (c.valid_until IS NULL OR c.valid_until >= \(today))
        """
    }

    /// Of few lengths, so that both engines prepare few statements.
    static func padded(_ ids: [Int]) -> [Int] {
      guard let last = ids.last else { return [] }
      var size = 1
      while size < ids.count { size *= 2 }
      return ids + [Int](repeating: last, count: size - ids.count)
    }

    private static func equals(_ column: SQL, _ ids: [Int]) -> SQL {
      ids.count == 1 ? column + " = \(ids[0])" : .among(column, ids)
    }

    /// - Parameter side: whose index is to lead.
    func condition(by side: Side) -> SQL {
      var parts: [SQL] = []
      // The plus keeps SQLite from leading with the other index; PostgreSQL takes it as it is.
      if !parameters.isEmpty {
        parts.append(
          Self.equals(
            side == .standards && !standards.isEmpty ? "+c.parameter" : "c.parameter", parameters))
      }
      if !standards.isEmpty {
        parts.append(
          Self.equals(
            side == .parameters && !parameters.isEmpty ? "+c.standard" : "c.standard", standards))
      }
      return SQL.joined(parts, by: " AND ") + validity
    }

    /// Some capability of body `b` matches.
    var isHeld: SQL {
      var parts: [SQL] = ["c.body = b.id"]
      if !parameters.isEmpty { parts.append(Self.equals("c.parameter", parameters)) }
      if !standards.isEmpty { parts.append(Self.equals("c.standard", standards)) }
      return "EXISTS (SELECT 1 FROM capabilities c WHERE " + SQL.joined(parts, by: " AND ")
        + validity + ")"
    }

    /// The bodies of the parameters, or of the standards, one after the other until more than
    /// `limit` are found; nil where both are asked for.
    func holders(atMost limit: Int, _ db: any Connection) throws -> Set<Int>? {
      let (column, ids): (SQL, [Int])
      switch (parameters.isEmpty, standards.isEmpty) {
      case (false, true): (column, ids) = ("c.parameter", parameters)
      case (true, false): (column, ids) = ("c.standard", standards)
      default: return nil
      }
      var found: Set<Int> = []
      for id in Set(ids).sorted() where found.count <= limit {
        try db.forEachRow(
          "SELECT DISTINCT c.body FROM capabilities c WHERE " + column + " = \(id)" + validity
            + " LIMIT \(limit + 1)"
        ) { found.insert(try $0.get("body")) }
      }
      return found
    }

    /// The side with few capabilities, when one has few.
    func smallerSide(_ db: any Connection) throws -> Side? {
      for (side, column, ids) in [
        (Side.parameters, "c.parameter" as SQL, parameters),
        (Side.standards, "c.standard" as SQL, standards),
      ] where !ids.isEmpty {
        var rest = rare
        for id in Set(ids).sorted() where rest > 0 {
          rest -= try db.count(
            "SELECT count(*) AS value FROM (SELECT 1 FROM capabilities c WHERE " + column
              + " = \(id) LIMIT \(rest)) t")
        }
        if rest > 0 { return side }
      }
      return nil
    }
  }
}
