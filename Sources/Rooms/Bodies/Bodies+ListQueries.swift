internal import Kernel
internal import Storage
internal import Supervision

extension Bodies {
  /// One page of bodies with what stands beside them.
  struct BodyPage: Sendable {
    let page: KeyPage<BodyRow>
    let fields: [BodyID: [String]]
    /// The text a body was found by, where the line does not show it.
    let matches: [BodyID: BodyMatch]
    /// Codes of the special marks that hold.
    let marks: [BodyID: [String]]
    /// What was looked for is too short to be found.
    let isTooShort: Bool

    var rows: [BodyRow] { page.rows }
  }

  /// A text of a body that holds what was looked for.
  struct BodyMatch: Sendable {
    let kind: BodyTextKind
    let text: MarkedText
  }

  /// Counted no further than this; with words, where every body has to be compared, less far.
  private static let bodyCountLimit = (plain: 100_000, words: 1000)

  /// The bodies of the scope: those registered in it, and those that have a site in it
  /// (沪市监认检〔2021〕529号 二（三）3).
  static func bodies(
    _ filter: BodyFilter, in scope: RegionScope, from place: ListPlace = .start,
    on today: CalendarDay, _ db: any Connection
  ) throws -> BodyPage {
    let list = try BodyList(filter, scope, today, db)
    let start = try place.record.flatMap { record -> BodyRow? in
      try db.first("SELECT " + BodyRow.columns + " FROM bodies b WHERE b.id = \(record)")
    }
    let place = start == nil ? .start : place
    let found: [BodyRow] =
      list.isHopeless
      ? [] : try db.all(list.page(from: start, isBackwards: place.isBackwards))
    let limit = filter.text.isEmpty ? bodyCountLimit.plain : bodyCountLimit.words
    // A list that ends on its first page is counted already.
    let isWhole = place == .start && found.count <= Paging.pageSize
    let count = isWhole ? found.count : try db.count(list.count(to: limit + 1))
    let page = KeyPage(found, from: place, count: BoundedCount(count, limit: limit))
    let bodies = page.rows.map(\.id)
    return BodyPage(
      page: page, fields: try fields(of: bodies, db),
      matches: try matches(list.words, page.rows, db), marks: try marks(of: bodies, on: today, db),
      isTooShort: list.isTooShort)
  }

  /// Every body of the list that is registered in the scope, for the export; 500 at a time in
  /// memory. A body with no more than a site in it is exported where it is registered.
  static func forEachBody(
    _ filter: BodyFilter, in scope: RegionScope, on today: CalendarDay, _ db: any Connection,
    _ visit: (Body) throws -> Void
  ) throws {
    let list = try BodyList(filter, scope, today, db)
    guard !list.isHopeless else { return }
    var part: [Body] = []
    func flush() throws {
      let fields = try fields(of: part.map(\.id), db)
      for index in part.indices {
        part[index].fields = fields[part[index].id] ?? []
        try visit(part[index])
      }
      part.removeAll(keepingCapacity: true)
    }
    try db.stream(list.export) { row in
      part.append(try Body(row: row))
      if part.count == 500 { try flush() }
    }
    try flush()
  }

  /// The special marks of these bodies that hold on a day.
  static func marks(
    of bodies: [BodyID], on day: CalendarDay, _ db: any Connection
  ) throws -> [BodyID: [String]] {
    guard !bodies.isEmpty else { return [:] }
    var marks: [BodyID: [String]] = [:]
    try db.forEachRow(
      "SELECT DISTINCT m.body, m.kind FROM body_marks m WHERE " + .among("m.body", bodies)
        + """
         AND m.until IS NULL AND m.valid_from <= \(day) AND m.valid_until >= \(day)
        ORDER BY m.body, m.kind LIMIT 10000
        """
    ) { marks[try $0.get("body"), default: []].append(try $0.get("kind")) }
    return marks
  }

  private static func matches(
    _ words: SearchWords, _ rows: [BodyRow], _ db: any Connection
  ) throws -> [BodyID: BodyMatch] {
    // What stands in the line itself needs no explanation.
    let unexplained = rows.filter { row in
      let shown = [row.name, row.uscc, row.certificateNumber].map { FoldedText($0) }
      return !words.words.allSatisfy { word in
        shown.contains { $0.firstPlace(of: word) != nil }
      }
    }.map(\.id)
    guard !unexplained.isEmpty, !words.isEmpty else { return [:] }
    var matches: [BodyID: BodyMatch] = [:]
    try db.forEachRow(
      "SELECT body, kind, text FROM body_texts WHERE " + .among("body", unexplained)
        + " ORDER BY body, number LIMIT 100000"
    ) { row in
      let body: BodyID = try row.get("body")
      let kind: BodyTextKind = try row.get("kind")
      let text = MarkedText(try row.get("text"), words: words.words)
      guard kind != .name, matches[body] == nil, !text.part.isEmpty else { return }
      matches[body] = BodyMatch(kind: kind, text: text)
    }
    return matches
  }
}

/// The statements behind the list of bodies.
///
/// Read in the order of an index from a key on. Words are looked up in the search's index where one
/// of their pieces is rare; where all are frequent, the bodies are walked in order and compared.
private struct BodyList {
  let words: SearchWords
  private let scope: RegionScope
  private let sort: BodyFilter.Sort
  private let conditions: [SQL]
  /// `SELECT body …` of the only bodies that can be meant.
  private let candidates: SQL?
  /// Some piece of what is looked for stands nowhere.
  let isHopeless: Bool
  /// Some body has a site in the scope beside its main one.
  private let isVisited: Bool

  var isTooShort: Bool {
    !words.isEmpty && words.words.allSatisfy { $0.count < BodySearch.minimum }
  }

  init(
    _ filter: BodyFilter, _ scope: RegionScope, _ today: CalendarDay, _ db: any Connection
  ) throws {
    words = SearchWords(filter.text)
    self.scope = scope.narrowed(to: filter.region)
    sort = filter.sort
    let drive = words.isEmpty ? nil : try BodySearch.drive(words, BodySearch.rare, db)
    isHopeless = drive == nil && !words.isEmpty
    candidates = drive.flatMap { drive -> SQL? in
      guard drive.isRare else { return nil }
      return """
        SELECT DISTINCT g.body FROM body_grams g
        JOIN body_texts t ON t.body = g.body AND t.number = g.number
        WHERE g.gram = \(drive.gram)
          AND \(.contains("t.folded", SearchWords.string(drive.word)))
        """
    }
    isVisited =
      try db.count(
        "SELECT count(*) AS value FROM (SELECT 1 FROM sites x WHERE x.until IS NULL"
          + " AND x.name <> '主场所' AND " + self.scope.exactCondition("x.region") + " LIMIT 1) t")
      > 0
    let found = candidates == nil ? nil : drive?.word
    conditions = Self.conditions(filter, today) + Self.conditions(words, without: found)
  }

  private static func conditions(_ filter: BodyFilter, _ today: CalendarDay) -> [SQL] {
    var conditions: [SQL] = []
    if let credit = filter.credit { conditions.append("b.credit_class = \(credit)") }
    if let status = filter.status { conditions.append("b.status = \(status)") }
    if !filter.field.isEmpty {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM body_fields f WHERE f.body = b.id AND f.field = \(filter.field))
        """)
    }
    if !filter.mark.isEmpty {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM body_marks m WHERE m.body = b.id AND m.kind = \(filter.mark)
          AND m.until IS NULL AND m.valid_from <= \(today) AND m.valid_until >= \(today))
        """)
    }
    return conditions
  }

  private static func conditions(
    _ words: SearchWords, without found: [Unicode.Scalar]?
  ) -> [SQL] {
    words.words.filter { $0 != found }.map { word in
      """
      EXISTS (SELECT 1 FROM body_texts o WHERE o.body = b.id
        AND \(.contains("o.folded", SearchWords.string(word))))
      """
    }
  }

  // MARK: statements

  func page(from start: BodyRow?, isBackwards: Bool) -> SQL {
    let more: [SQL] = start.map { [beyond($0, isBackwards)] } ?? []
    let order = order(isBackwards)
    let limit: SQL = " LIMIT \(Paging.pageSize + 1)"
    let own = SQL("SELECT ") + BodyRow.columns + registered(more) + order + limit
    guard let visiting = visiting(more) else { return own }
    return SQL("SELECT ") + BodyRow.columns + " FROM (" + own + ") b UNION ALL SELECT "
      + BodyRow.columns + " FROM (SELECT " + BodyRow.columns + visiting + order + limit + ") b"
      + resultOrder(isBackwards) + limit
  }

  func count(to limit: Int) -> SQL {
    // Without words an index alone counts, faster than up to a limit.
    if words.isEmpty {
      let own = SQL("SELECT (SELECT count(*)") + registered([]) + ")"
      guard let visiting = visiting([]) else { return own + " AS value" }
      return own + " + (SELECT count(*)" + visiting + ") AS value"
    }
    let own = SQL("SELECT 1 AS found") + registered([]) + " LIMIT \(limit)"
    guard let visiting = visiting([]) else {
      return "SELECT count(*) AS value FROM (" + own + ") t"
    }
    return "SELECT count(*) AS value FROM (SELECT found FROM (" + own
      + ") o UNION ALL SELECT found FROM (SELECT 1 AS found" + visiting + " LIMIT \(limit)) v ) t"
  }

  var export: SQL { SQL("SELECT ") + Body.columns + registered([]) + order(false) }

  /// Bodies registered in the scope.
  private func registered(_ more: [SQL]) -> SQL {
    let all = [scope.exactCondition("b.region")] + conditions + more
    guard let candidates else { return " FROM bodies b" + SQL.conditions(all) }
    return " FROM (" + candidates + ") c CROSS JOIN bodies b"
      + SQL.conditions(["b.id = c.body"] + all)
  }

  /// Bodies registered elsewhere with a site in the scope; nil where there is no elsewhere. The main
  /// site (`Sites.mainName`) is never elsewhere.
  private func visiting(_ more: [SQL]) -> SQL? {
    guard isVisited, scope != RegionScope(region: "000000") else { return nil }
    var all: [SQL] = ["b.id = s.body", "NOT (" + scope.condition("b.region") + ")"]
    if let candidates { all.append("b.id IN (" + candidates + ")") }
    return
      " FROM (SELECT DISTINCT x.body FROM sites x WHERE x.until IS NULL AND x.name <> '主场所' AND "
      + scope.exactCondition("x.region") + ") s CROSS JOIN bodies b"
      + SQL.conditions(all + conditions + more)
  }

  // MARK: order

  private var isDescending: Bool { sort == .credit }

  private func order(_ isBackwards: Bool) -> SQL {
    let keys: [SQL] =
      switch sort {
      case .region: ["b.region", "b.name", "b.id"]
      case .name: ["b.name", "b.region", "b.id"]
      case .credit: ["b.credit_class", "b.region", "b.name", "b.id"]
      case .certificate: ["b.certificate_until", "b.region", "b.name", "b.id"]
      }
    return ordered(keys, isBackwards)
  }

  /// The same of a result that has no alias.
  private func resultOrder(_ isBackwards: Bool) -> SQL {
    let keys: [SQL] =
      switch sort {
      case .region: ["region", "name", "id"]
      case .name: ["name", "region", "id"]
      case .credit: ["credit_class", "region", "name", "id"]
      case .certificate: ["certificate_until", "region", "name", "id"]
      }
    return ordered(keys, isBackwards)
  }

  private func ordered(_ keys: [SQL], _ isBackwards: Bool) -> SQL {
    let direction: SQL = isBackwards != isDescending ? " DESC" : ""
    return " ORDER BY " + SQL.joined(keys.map { $0 + direction }, by: ", ")
  }

  private func beyond(_ row: BodyRow, _ isBackwards: Bool) -> SQL {
    let (keys, values): (SQL, SQL) =
      switch sort {
      case .region: ("(b.region, b.name, b.id)", "(\(row.region), \(row.name), \(row.id))")
      case .name: ("(b.name, b.region, b.id)", "(\(row.name), \(row.region), \(row.id))")
      case .credit:
        (
          "(b.credit_class, b.region, b.name, b.id)",
          "(\(row.creditClass), \(row.region), \(row.name), \(row.id))"
        )
      case .certificate:
        (
          "(b.certificate_until, b.region, b.name, b.id)",
          "(\(row.certificateUntil), \(row.region), \(row.name), \(row.id))"
        )
      }
    return keys + (isBackwards != isDescending ? " < " : " > ") + values
  }
}
