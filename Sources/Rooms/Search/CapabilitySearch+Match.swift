internal import Capabilities
internal import Kernel
internal import Storage
internal import Supervision

extension CapabilitySearch {
  /// What a capability `c` has to say to be one that is asked for.
  struct Match {
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

    var condition: SQL { words("c.standard") + validity }

    private func words(_ standard: SQL) -> SQL {
      var parts: [SQL] = []
      if !parameters.isEmpty { parts.append(Self.equals("c.parameter", parameters)) }
      if !standards.isEmpty { parts.append(Self.equals(standard, standards)) }
      return SQL.joined(parts, by: " AND ")
    }

    /// Some capability of body `b` matches.
    var isHeld: SQL {
      // The plus keeps SQLite from looking every pair up for every body.
      let isManyPairs = !parameters.isEmpty && standards.count > 1
      return "EXISTS (SELECT 1 FROM capabilities c WHERE c.body = b.id AND "
        + words(isManyPairs ? "+c.standard" : "c.standard") + validity + ")"
    }

    /// Whether so few capabilities match that all of them can be read.
    func isRare(_ db: any Connection) throws -> Bool {
      let count = try db.count(
        "SELECT count(*) AS value FROM (SELECT 1 FROM capabilities c WHERE "
          + words("c.standard") + " LIMIT \(rare)) t")
      return count < rare
    }

    /// The bodies of one word, or one pair of words, after the other, until more than `limit` are
    /// found.
    func holders(atMost limit: Int, _ db: any Connection) throws -> Set<Int> {
      var found: Set<Int> = []
      for word in each where found.count <= limit {
        try db.forEachRow(
          "SELECT DISTINCT c.body FROM capabilities c WHERE " + word + validity
            + " LIMIT \(limit + 1)"
        ) { found.insert(try $0.get("body")) }
      }
      return found
    }

    private var each: [SQL] {
      let parameters = Set(parameters).sorted()
      let standards = Set(standards).sorted()
      if standards.isEmpty { return parameters.map { "c.parameter = \($0)" } }
      if parameters.isEmpty { return standards.map { "c.standard = \($0)" } }
      return parameters.flatMap { parameter in
        standards.map { "c.parameter = \(parameter) AND c.standard = \($0)" }
      }
    }
  }
}
