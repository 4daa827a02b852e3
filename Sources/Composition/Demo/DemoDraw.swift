internal import Accounts
internal import Draws
internal import Kernel
internal import Storage
internal import Supervision

extension DemoStory {
  /// A plan from the template of S1, its dates moved to the story.
  ///
  /// - Parameter visits: first and last day of the visits, counted from the first day.
  func makePlan(year: Int, visits: (from: Int, until: Int)) throws -> PlanID {
    if visits.from < 0 { clock.set(moment(-45, 9)) }
    let planner = browser("planner")
    let page = try planner.submit(
      "/plans/new", to: "/plans", [("template", "shanghai-2023"), ("year", String(year))])
    let edit = String(page.prefix { $0 != "?" })
    guard let number = edit.split(separator: "/").dropFirst().first.flatMap({ Int($0) }) else {
      throw DemoFault(description: "建立计划后到了 \(page)")
    }
    func day(_ offset: Int) -> String { options.today.adding(days: offset).iso }
    try planner.submit(
      edit, to: edit,
      [
        ("self-check-until", day(visits.from - 1)), ("visits-from", day(visits.from)),
        ("visits-until", day(visits.until)), ("results-until", day(visits.until + 30)),
        ("action", "save"),
      ])
    try nameItems(of: PlanID(number))
    return PlanID(number)
  }

  /// The ceremony: freeze, commitments, beacon, secrets, draw.
  func holdDraw(_ plan: PlanID) throws -> DrawID {
    let planner = try actor("planner")
    let names = ["police", "environment"]
    let contributors = try ([("planner")] + names).map { login in
      let actor = try actor(login)
      guard let authority = actor.authority else {
        throw DemoFault(description: "\(login) 没有单位")
      }
      return (actor: actor, authority: authority)
    }
    let issue = "\(options.today.year)\(132 + options.seed % 7)"
    let draw = try Draws.freeze(
      plan,
      Ceremony(
        source: "中国福利彩票双色球", issue: issue, format: "六个红球按从小到大，加号，蓝球；两位数字，空格隔开",
        example: "03 07 12 19 25 31 + 08", fallback: "该期停开时用下一期",
        beaconAfter: moment(-42, 21, 15), challengeUntil: moment(-42, 12),
        contributors: contributors.map(\.authority.id)),
      by: planner, house, at: moment(-44, 10))
    var secrets: [String] = []
    for (index, contributor) in contributors.enumerated() {
      let line = Draws.commitLine(
        contributor: contributor.authority.name, suite: "sha256",
        entropy: house.surroundings.entropy)
      secrets.append(line.secret)
      try Draws.commit(
        draw, commitment: line.commitment, by: contributor.actor, house,
        at: moment(-44, 14, index * 25))
    }
    try Draws.recordBeacon(
      draw, value: beacon(), evidence: "开奖公告第 \(issue) 期", isFallback: false, by: planner, house,
      at: moment(-42, 21, 30))
    for (index, contributor) in contributors.enumerated() {
      try Draws.handIn(
        draw, secret: secrets[index], by: contributor.actor, house,
        at: moment(-42, 21, 33 + index * 2))
    }
    _ = try Draws.draw(draw, by: planner, house, at: moment(-42, 21, 45))
    return draw
  }

  /// Six different red balls and a blue one.
  private func beacon() -> String {
    var reds: Set<Int> = []
    while reds.count < 6 { reds.insert(1 + random.below(33)) }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return reds.sorted().map(two).joined(separator: " ") + " + " + two(1 + random.below(16))
  }

  private func actor(_ login: String) throws -> Actor {
    guard let actor = try house.store.read({ try Accounts.actor(login: login, $0) }) else {
      throw DemoFault(description: "没有账号 \(login)")
    }
    return actor
  }
}
