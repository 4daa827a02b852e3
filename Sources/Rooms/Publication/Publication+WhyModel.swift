internal import Draw
internal import Draws
internal import Kernel
internal import Plans
internal import Storage

extension Publication {
  /// Why a body was drawn, or not, in a revealed draw.
  ///
  /// - Parameter site: for the address of the proof that is printed.
  /// - Throws: `Problem.notFound` until the draw is revealed, and for an unknown body.
  static func whyModel(
    number: Int, body: BodyID, site: SiteAddress?, _ house: House, _ db: any Connection
  ) throws -> PublicDrawPages.WhyModel {
    let id = try draw(number: number, db)
    let row = try self.body(body, db)
    guard let draw = try Draws.publicModel(id, db), let result = draw.result else {
      throw Problem.notFound
    }
    let explanation = try house.proofs.explanation(of: row.uscc, draw, db)
    var places: [PublicDrawPages.WhyPlace] = []
    for (field, stage) in zip(draw.stages, explanation?.stages ?? []) {
      guard case .inPool(let position) = stage.position,
        let stratum = try house.rulers.strata(of: draw, stage: field.number, db).first(
          where: { $0.name == position.stratum.name })
      else { continue }
      let ticket = hex(position.ticket)
      places.append(
        PublicDrawPages.WhyPlace(
          field: field, stratum: stratum, rank: rank(of: ticket, in: stratum.dots),
          position: position,
          isReplacement: explanation?.outcome.isReplacement(in: field.number) == true))
    }
    let numbers = explanation?.amendments.map(\.number) ?? []
    return PublicDrawPages.WhyModel(
      draw: draw, body: row, explanation: explanation, places: places,
      pick: result.picks.first { $0.body == body },
      amendments: result.amendments.filter { numbers.contains($0.number) },
      team: try team(explanation, db),
      proof: try house.proofs.proof(of: row.uscc, draw, db),
      proofAddress: site?.address(of: .publicDrawProof(number, body.number)))
  }

  private static func team(_ explanation: Explanation?, _ db: any Connection) throws
    -> [(department: String, people: Int)]
  {
    let names = CodeNames(try Reference.departments(db))
    var team: [(department: String, people: Int)] = []
    for place in explanation?.team ?? [] {
      let department = names[place.role]
      if let index = team.firstIndex(where: { $0.department == department }) {
        team[index].people += 1
      } else {
        team.append((department, 1))
      }
    }
    return team
  }

  /// The rank, from 1, of a ticket among those of its stratum, by bisection.
  private static func rank(of ticket: String, in dots: [RulerDot]) -> Int {
    var low = 0
    var high = dots.count
    while low < high {
      let middle = (low + high) / 2
      if dots[middle].ticket < ticket { low = middle + 1 } else { high = middle }
    }
    return low + 1
  }
}

extension ExplainedOutcome {
  fileprivate func isReplacement(in stage: Int) -> Bool {
    if case .replacement(let own, _, _) = self { own == stage } else { false }
  }
}

extension AmendmentOutcome {
  fileprivate var number: Int {
    switch self {
    case .replaced(let number, _, _, _, _, _, _), .withdrawn(let number, _, _),
      .recused(let number, _, _, _, _, _, _):
      number
    }
  }
}
