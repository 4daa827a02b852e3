internal import Bodies
internal import Capabilities
internal import Kernel
internal import Storage
internal import Supervision

/// 全国规模: bodies in every province and their capabilities, written in batches straight into the
/// store (`docs/demo.md`). The same seed, numbers and day give the same data on both engines.
struct DemoNational {
  let house: House
  let bodies: Int
  let capabilities: Int
  let today: CalendarDay
  let progress: (String) -> Void
  private var random: DemoRandom
  private let seed: UInt64

  /// - Parameters:
  ///   - bodies: in the whole country, those that are there included.
  ///   - capabilities: of all bodies together.
  init(
    house: House, bodies: Int, capabilities: Int, seed: Int, today: CalendarDay,
    progress: @escaping (String) -> Void
  ) {
    self.house = house
    self.bodies = bodies
    self.capabilities = capabilities
    self.today = today
    self.progress = progress
    self.seed = UInt64(bitPattern: Int64(seed))
    random = DemoRandom(seed: self.seed ^ 0xBA7C)
  }

  /// Adds what is missing.
  mutating func fill() throws {
    let known = try house.store.read {
      try $0.count("SELECT count(*) AS value FROM bodies")
    }
    progress("全国的机构：\(bodies) 家")
    try fillBodies(from: known)
    progress("参数与标准")
    let dictionary = DemoDictionary(seed: seed)
    let groups = try learn(dictionary)
    try fillCapabilities(groups)
  }

  // MARK: bodies

  private mutating func fillBodies(from known: Int) throws {
    var maker = DemoCountry(today: today, random: random)
    var made = known
    var renamed: [(BodyID, BodyDraft)] = []
    while made < bodies {
      let drafts = (0..<min(1000, bodies - made)).map { maker.draft(made + $0) }
      made += drafts.count
      // Registered over a year ago; one in twenty has been renamed since.
      try house.perform(by: nil, at: today.adding(days: -420).start) { transaction in
        transaction.leavesDerivedForLater = true
        let change = try Changes.change(.setup, reason: "全国规模演示数据", transaction)
        for draft in drafts {
          let id = try Bodies.store(draft, over: nil, from: nil, change, transaction)
          if maker.isRenamed() { renamed.append((id, draft)) }
        }
        transaction.journal("demo.generate", ("house", "1"), [("bodies", String(made))])
      }
    }
    for start in stride(from: 0, to: renamed.count, by: 1000) {
      let part = renamed[start..<min(start + 1000, renamed.count)]
      try house.perform(by: nil, at: today.adding(days: -90).start) { transaction in
        transaction.leavesDerivedForLater = true
        let change = try Changes.change(.setup, reason: "名称变更（演示数据）", transaction)
        for (id, draft) in part {
          try Bodies.store(maker.renamed(draft), over: id, from: nil, change, transaction)
        }
        transaction.journal("demo.generate", ("house", "1"), [("renamed", String(part.count))])
      }
    }
    progress("机构的检索")
    try BodySearch.complete(house.store)
    random = maker.random
  }

  // MARK: dictionary

  /// The entries of a group with the numbers of their words.
  private typealias Group = [StoredCapability]

  /// Stores all words.
  private func learn(_ dictionary: DemoDictionary) throws -> [Group] {
    var groups: [Group] = []
    for entries in dictionary.entries {
      try house.perform(by: nil) { transaction in
        let words = WordBook()
        let drafts = entries.map { $0.draft }
        try words.learn(drafts, transaction.db)
        groups.append(drafts.map { words.stored($0) })
        transaction.journal(
          "demo.generate", ("house", "1"), [("entries", String(entries.count))])
      }
    }
    return groups
  }

  // MARK: capabilities

  /// Rows of one transaction.
  private static let batch = 100_000

  private mutating func fillCapabilities(_ groups: [Group]) throws {
    let places = try house.store.read { try bodyPlaces($0) }
    let counts = DemoCounts.counts(places.count, sum: capabilities, &random)
    try Capabilities.dropIndexes(house.store)
    let moment = today.adding(days: -60).start
    var picker = DemoPicker(groups: groups, today: today, random: random)
    var next = 0
    var done = 0
    while next < places.count {
      try house.perform(by: nil, at: moment) { transaction in
        let change = try Changes.change(.setup, reason: "全国规模演示数据", transaction)
        let writer = try CapabilityWriter(transaction, change: change)
        var rows = 0
        while next < places.count, rows < Self.batch {
          let count = try picker.write(counts[next], of: places[next], to: writer)
          rows += count
          next += 1
        }
        try writer.finish()
        done += rows
        transaction.journal("demo.generate", ("house", "1"), [("capabilities", String(done))])
      }
      if done / 1_000_000 != (done - Self.batch) / 1_000_000 || next == places.count {
        progress("能力参数：\(done) / \(capabilities)")
      }
    }
    progress("索引")
    try Capabilities.makeIndexes(house.store)
  }

  /// Every body with its field, in order.
  private func bodyPlaces(_ db: any Connection) throws -> [DemoPicker.Place] {
    try db.map(
      """
      SELECT b.id, coalesce((SELECT min(f.field) FROM body_fields f WHERE f.body = b.id), 'other')
          AS field
      FROM bodies b ORDER BY b.id LIMIT 1000000
      """
    ) {
      DemoPicker.Place(body: try $0.get("id"), field: try $0.get("field"))
    }
  }
}

extension DemoDictionary.Entry {
  fileprivate var draft: CapabilityDraft {
    var draft = CapabilityDraft()
    draft.category = category
    draft.parameter = parameter
    draft.standard = standard
    draft.standardTitle = title
    draft.clause = clause
    draft.method = method
    return draft
  }
}
