internal import Bodies
internal import Capabilities
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension CapabilitySearch {
  package static let routes: [Route] = [
    .get("/capabilities", .anyone) { call in
      let model = try model(RegionScope(region: "000000"), isOffice: false, call)
      return .html(CapabilitySearchPages.open(call.frame(.publicCapabilities), model).document())
    },
    .get("/capabilities/search", .readRegistry) { call in
      let model = try model(RegionScope(region: "000000"), isOffice: true, call)
      return .html(CapabilitySearchPages.office(call.frame(.capabilities), model).document())
    },
  ]

  private static func model(_ scope: RegionScope, isOffice: Bool, _ call: Call) throws
    -> CapabilitySearchPages.Model
  {
    let question = Question(call.request.query)
    let today = call.now.day
    if let kind = use(question, isOffice: isOffice) { call.house.searchUses.note(kind, on: today) }
    return try call.house.store.read { db in
      let meaning = question.isEmpty ? nil : try meaning(question, db)
      let found = try meaning.map { try find($0, question, in: scope, today: today, db) }
      let rows = try BodySearch.rows(of: found?.bodies ?? [], db)
      var lines: [CapabilitySearchPages.Line] = []
      for body in found?.bodies ?? [] {
        guard let row = rows[body], let meaning else { continue }
        lines.append(
          CapabilitySearchPages.Line(
            body: row, rows: try self.rows(meaning, question, of: body, today: today, db)))
      }
      let sums =
        isOffice ? try call.house.searchUses.sums(since: today.adding(days: -30), db) : [:]
      return CapabilitySearchPages.Model(
        question: question, meaning: meaning, lines: lines, count: found?.count ?? .exactly(0),
        next: found?.next, regions: CodeNames(try Reference.regions(db)), today: today,
        uses: SearchUses.Kind.allCases.compactMap { kind in
          sums[kind].map { (label: kind.label, count: $0) }
        })
    }
  }

  private static func use(_ question: Question, isOffice: Bool) -> SearchUses.Kind? {
    switch (question.parameter.isEmpty, question.standard.isEmpty) {
    case (true, true): nil
    case (false, true): isOffice ? .officeParameter : .publicParameter
    case (true, false): isOffice ? .officeStandard : .publicStandard
    case (false, false): isOffice ? .officeBoth : .publicBoth
    }
  }
}
