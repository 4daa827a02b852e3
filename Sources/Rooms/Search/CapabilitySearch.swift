internal import Capabilities
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// Who may test X by standard Y, out of tens of millions of capabilities.
///
/// Words become a few parameters and standards first (`DictionarySearch`). Where few capabilities
/// hold them, all their bodies are read; where many do, bodies are walked in the order of the list
/// and each is asked, until a page is full. So neither a rare nor a frequent word reads much.
package enum CapabilitySearch {
  /// What is asked, as it stands in the address.
  struct Question: Sendable {
    var parameter = SearchWords(nil)
    var standard = SearchWords(nil)
    /// One parameter or standard chosen out of several.
    var chosenParameter: Int?
    var chosenStandard: Int?
    var region = ""
    /// Also what is not in force: expired annexes, suspended and ended bodies.
    var isAll = false
    /// The last body of the page before.
    var after: BodyID?

    init() {}

    init(_ query: Fields) {
      parameter = SearchWords(query["x"])
      standard = SearchWords(query["y"])
      chosenParameter = query["parameter"].flatMap { Int($0) }
      chosenStandard = query["standard"].flatMap { Int($0) }
      region = query["region"] ?? ""
      isAll = query["all"] == "1"
      after = query["after"].flatMap { Int($0) }.map(BodyID.init)
    }

    /// The address's pairs, without the page.
    var pairs: [(String, String)] {
      [
        ("x", parameter.text), ("y", standard.text),
        ("parameter", chosenParameter.map(String.init) ?? ""),
        ("standard", chosenStandard.map(String.init) ?? ""), ("region", region),
        ("all", isAll ? "1" : ""),
      ]
    }

    var isEmpty: Bool { parameter.isEmpty && standard.isEmpty }
  }

  /// What the words were taken for.
  struct Meaning: Sendable {
    /// Those that are searched.
    var parameters: [DictionarySearch.Term] = []
    var standards: [DictionarySearch.Standard] = []
    /// Others with the same words.
    var otherParameters: [DictionarySearch.Term] = []
    var otherStandards: [DictionarySearch.Standard] = []
  }

  struct Found: Sendable {
    let bodies: [BodyID]
    let count: BoundedCount
    let next: BodyID?
  }

  static let pageSize = 20
  /// So many parameters and standards are searched at once.
  static let most = 8
  /// With fewer capabilities than this all of them are read.
  static let rare = 3000
  static let countLimit = 1000

  // MARK: meaning

  /// - Returns: nil when words were given that no parameter or no standard has.
  static func meaning(_ question: Question, _ db: any Connection) throws -> Meaning? {
    var meaning = Meaning()
    if !question.parameter.isEmpty {
      let found = try DictionarySearch.parameters(question.parameter, db)
      guard !found.isEmpty else { return nil }
      (meaning.parameters, meaning.otherParameters) = split(
        found, chosen: question.chosenParameter, id: \.id, isExact: \.isExact)
    }
    if !question.standard.isEmpty {
      let found = try DictionarySearch.standards(question.standard, db)
      guard !found.isEmpty else { return nil }
      (meaning.standards, meaning.otherStandards) = split(
        found, chosen: question.chosenStandard, id: \.id, isExact: \.isExact)
    }
    return meaning
  }

  /// The one chosen; else those that are meant exactly; else the nearest.
  private static func split<T>(
    _ found: [T], chosen: Int?, id: (T) -> Int, isExact: (T) -> Bool
  ) -> ([T], [T]) {
    if let chosen, found.contains(where: { id($0) == chosen }) {
      return (found.filter { id($0) == chosen }, found.filter { id($0) != chosen })
    }
    let exact = found.filter(isExact).prefix(most)
    if !exact.isEmpty { return (Array(exact), found.filter { !isExact($0) }) }
    return (Array(found.prefix(most)), Array(found.dropFirst(most)))
  }

  // MARK: bodies

  /// One page of bodies by region and name.
  static func find(
    _ meaning: Meaning, _ question: Question, in scope: RegionScope, today: CalendarDay,
    _ db: any Connection
  ) throws -> Found {
    let match = Match(meaning, isAll: question.isAll, today: today)
    guard try match.isRare(db) else {
      return try walk(meaning, question, in: scope, today: today, db)
    }
    return try readAll(match, question, scope.narrowed(to: question.region), today, db)
  }

  /// Few capabilities: all their bodies, put in order by the store and cut here.
  private static func readAll(
    _ match: Match, _ question: Question, _ reach: RegionScope, _ today: CalendarDay,
    _ db: any Connection
  ) throws -> Found {
    // The cross join keeps both engines from walking all bodies in order.
    let conditions: [SQL] = ["b.id = m.body"] + bodyConditions(question, reach, today)
    let bodies: [BodyID] = try db.map(
      "SELECT b.id FROM (SELECT DISTINCT c.body AS body FROM capabilities c WHERE "
        + match.condition + ") m CROSS JOIN bodies b" + SQL.conditions(conditions)
        + " ORDER BY b.region, b.name, b.id LIMIT \(rare)"
    ) { try $0.get("id") }
    let place = question.after.flatMap { after in bodies.firstIndex(of: after) }
    let rest = bodies.dropFirst(place.map { $0 + 1 } ?? 0)
    let page = Array(rest.prefix(pageSize))
    return Found(
      bodies: page, count: .exactly(bodies.count), next: rest.count > pageSize ? page.last : nil)
  }

  /// Many capabilities: bodies in their order, each asked for one, until the page is full.
  static func walk(
    _ meaning: Meaning, _ question: Question, in scope: RegionScope, today: CalendarDay,
    _ db: any Connection
  ) throws -> Found {
    let match = Match(meaning, isAll: question.isAll, today: today)
    let reach = scope.narrowed(to: question.region)
    var conditions = bodyConditions(question, reach, today)
    conditions.append(match.isHeld)
    if let after = question.after,
      let place = try db.one(
        "SELECT region, name FROM bodies WHERE id = \(after)",
        {
          (region: try $0.get("region", as: String.self), name: try $0.get("name", as: String.self))
        })
    {
      conditions.append(
        "(b.region, b.name, b.id) > (\(place.region), \(place.name), \(after))")
    }
    var bodies: [BodyID] = try db.map(
      "SELECT b.id FROM bodies b" + SQL.conditions(conditions)
        + " ORDER BY b.region, b.name, b.id LIMIT \(pageSize + 1)"
    ) { try $0.get("id") }
    let hasMore = bodies.count > pageSize
    if hasMore { bodies.removeLast() }
    return Found(
      bodies: bodies, count: try count(match, question, reach, today, db),
      next: hasMore ? bodies.last : nil)
  }

  /// How many bodies, counted to a thousand: in a region by asking each of its bodies; in the whole
  /// country by the index of the words, since there every frequent word has thousands.
  private static func count(
    _ match: Match, _ question: Question, _ reach: RegionScope, _ today: CalendarDay,
    _ db: any Connection
  ) throws -> BoundedCount {
    var conditions = bodyConditions(question, reach, today)
    if reach.isEverywhere {
      let holders = try match.holders(atMost: countLimit, db)
      guard holders.count <= countLimit else { return .moreThan(countLimit) }
      conditions.append(.among("b.id", Match.padded(holders.sorted())))
    } else {
      conditions.append(match.isHeld)
    }
    let count = try db.count(
      "SELECT count(*) AS value FROM (SELECT 1 FROM bodies b" + SQL.conditions(conditions)
        + " LIMIT \(countLimit + 1)) t")
    return BoundedCount(count, limit: countLimit)
  }

  private static func bodyConditions(
    _ question: Question, _ reach: RegionScope, _ today: CalendarDay
  ) -> [SQL] {
    var conditions = [reach.condition("b.region")]
    if !question.isAll {
      conditions.append("b.status = 'active'")
      conditions.append("b.certificate_until >= \(today)")
      conditions.append(
        """
        NOT EXISTS (SELECT 1 FROM certificates e WHERE e.body = b.id AND e.is_main = 1
          AND e.until IS NULL AND e.state <> 'valid')
        """)
    }
    return conditions
  }

  // MARK: what matches at a body

  /// So many matching capabilities are shown of a body.
  static let shown = 3

  /// The first matching capabilities of a body, one more than are shown.
  static func rows(
    _ meaning: Meaning, _ question: Question, of body: BodyID, today: CalendarDay,
    _ db: any Connection
  ) throws -> [CapabilityRow] {
    let match = Match(meaning, isAll: question.isAll, today: today)
    return try db.all(
      Capabilities.lines(
        Capabilities.facts(of: body, at: nil)
          + " AND number IN (SELECT c.number FROM capabilities c WHERE c.body = \(body) AND "
          + match.condition + ") ORDER BY number LIMIT \(shown + 1)"))
  }
}
