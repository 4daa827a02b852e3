internal import Kernel
internal import Storage
internal import Supervision

// What became of some bodies, through the pages.
extension DemoStory {
  /// One body gets a new address, two are being handed over.
  func tellMoves() throws {
    guard let moved = try body(in: "310104"), let offered = try body(in: "310113"),
      let own = try body(in: "310115"), let receiver = try authority("market-310104")
    else { throw DemoFault(description: "没有可以移交的机构") }
    try browser("planner").submit(
      "/bodies/\(moved)/edit", to: "/bodies/\(moved)/edit",
      [
        ("address", "上海市徐汇区云锦路88号2幢"), ("kind", "cma"), ("legal_form", "enterprise"),
        ("reason", "机构申报变更检验检测地址"),
      ])
    for (login, body) in [("planner", offered), ("pudong", own)] {
      try browser(login).submit(
        "/bodies/\(body)/handover", to: "/bodies/\(body)/handover",
        [
          ("to", receiver.description), ("region", "310104"), ("address", "上海市徐汇区望江路300号"),
          ("reason", "机构已整体迁入徐汇区"),
        ])
    }
  }

  private func authority(_ code: String) throws -> AuthorityID? {
    try house.store.read {
      try $0.value("SELECT id AS value FROM authorities WHERE code = \(code)")
    }
  }

  private func body(in region: String) throws -> BodyID? {
    try house.store.read { db in
      try db.value(
        """
        SELECT id AS value FROM bodies WHERE region = \(region) AND status = 'active'
        ORDER BY id LIMIT 1
        """)
    }
  }
}
