/// Assigns inspectors to the drawn objects.
///
/// Rule: mingcha-draw-1 §5.
struct Assignment {
  /// The load limit `L`.
  let load: Int
  /// Shape `[picks]`: the team of each, by role, then ticket.
  let teams: [[Member]]

  /// - Throws: `Refusal` naming the first group, in pick order and rule order, that has fewer
  ///   candidates than places. If there is none, some limit works: that of as many as there are
  ///   objects always does.
  init(
    _ picks: [ObjectPick], _ eligibility: Eligibility, crew: some Crew = Alone(),
    progress: DrawProgress? = nil
  ) throws(Refusal) {
    let places = try TeamPlaces(picks, eligibility)
    var flow = TeamFlow(
      places.groups, inspectors: eligibility.inspectors.recordCount, progress: progress)
    var teams = [[Member]](repeating: [], count: picks.count)
    var first = 0
    while first < places.groups.count {
      progress?(.teams, first, places.groups.count)
      let chunk = places.chunk(from: first)
      let queues = places.queues(of: chunk, flow, crew)
      for (group, queue) in zip(chunk, queues) {
        let (pick, role) = places.owners[group]
        for taken in places.settle(group, queue, &flow) {
          teams[pick].append(Member(role: role, inspector: taken.record, ticket: taken.ticket))
        }
      }
      first = chunk.upperBound
    }
    progress?(.teams, first, places.groups.count)
    load = flow.limit
    self.teams = teams
  }
}

/// The groups of a draw and whose they are.
private struct TeamPlaces: Sendable {
  /// How many of the lowest tickets of a group are kept at first.
  private static let queueLength = 24
  /// About how many tickets are computed, and of how many groups, before these are settled: who
  /// has become hopeless by then needs no more tickets.
  private static let ticketsPerChunk = 1 << 21
  private static let groupsPerChunk = 512
  private static let ticketsPerPiece = 1 << 16

  let picks: [ObjectPick]
  let eligibility: Eligibility
  private(set) var groups = TeamGroups()
  /// For each group the index of its pick and that of its role in the stage.
  private(set) var owners: [(pick: Int, role: Int)] = []

  init(_ picks: [ObjectPick], _ eligibility: Eligibility) throws(Refusal) {
    self.picks = picks
    self.eligibility = eligibility
    let frozen = eligibility.frozen
    var book = CandidateBook(frozen, inspectors: eligibility.inspectors.recordCount)
    for (index, pick) in picks.enumerated() {
      let object = pick.object.record
      for (roleIndex, role) in frozen.stages[pick.stage].roles.enumerated() {
        let candidates = book.candidates(for: object, stage: pick.stage, role: roleIndex)
        let count = book.count(candidates)
        guard count >= role.rules.places else {
          let id = frozen.roster.id(object).quoted
          throw Refusal(
            file: FileName.rules, line: role.rules.line + 1,
            reason: "对象\(id)的角色\(role.rules.name.quoted)需要\(role.rules.places)人，"
              + "符合条件且不需回避的只有\(count)人，本次抽取无法组队，请作废后补充人员或修改规则。")
        }
        groups.append(candidates, places: role.rules.places)
        owners.append((index, roleIndex))
      }
    }
    groups.setCandidates(book.sets)
  }

  /// So many groups that hashing their tickets is worth sharing out.
  func chunk(from first: Int) -> Range<Int> {
    let last = min(first + Self.groupsPerChunk, groups.count)
    return first..<end(from: first, tickets: Self.ticketsPerChunk, within: last)
  }

  private func end(from first: Int, tickets: Int, within end: Int) -> Int {
    var group = first
    var sum = 0
    while group < end, sum < tickets {
      sum += groups.candidateCount(of: group)
      group += 1
    }
    return group
  }

  /// The hopeful candidates of each group with the lowest tickets, in ticket order.
  func queues(of chunk: Range<Int>, _ flow: TeamFlow, _ crew: some Crew) -> [[Ticketed]] {
    var pieces: [Range<Int>] = []
    var first = chunk.lowerBound
    while first < chunk.upperBound {
      let end = end(from: first, tickets: Self.ticketsPerPiece, within: chunk.upperBound)
      pieces.append(first..<end)
      first = end
    }
    let shares = pieces
    return crew.map(shares.count) { piece in
      var selection = TicketSelection(eligibility)
      return shares[piece].map { group in
        let (pick, role) = owners[group]
        return selection.lowest(
          Self.queueLength, of: flow.hopeful(group), for: picks[pick], role)
      }
    }.flatMap { $0 }
  }

  /// Offers the candidates in ticket order until the group is settled.
  ///
  /// - Parameter queue: the first of them.
  func settle(_ group: Int, _ queue: [Ticketed], _ flow: inout TeamFlow) -> [Ticketed] {
    var taken: [Ticketed] = []
    flow.settleNext()
    for candidate in queue where flow.take(candidate.record) {
      taken.append(candidate)
      if flow.isSettled { return taken }
    }
    // They did not suffice: now all of them, but for those who are hopeless by now.
    let (pick, role) = owners[group]
    let hopeful = flow.hopeful(group)
    var selection = TicketSelection(eligibility)
    for candidate in selection.lowest(hopeful.count, of: hopeful, for: picks[pick], role)
    where flow.take(candidate.record) {
      taken.append(candidate)
      if flow.isSettled { break }
    }
    precondition(flow.isSettled, "the flow is complete, so every group can be settled")
    return taken
  }
}
