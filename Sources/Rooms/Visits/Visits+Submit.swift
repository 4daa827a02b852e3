internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// What a person writes when submitting a result.
struct SubmitDraft: Sendable {
  var summary: String
  var circumstances: Set<Circumstance>
  var note: String
  /// The codes of the proposal the person saw, in order; empty before one was shown.
  var seen: String
  var problems: [String] = []

  init(_ form: Fields) {
    summary = (form["summary"] ?? "").trimmed
    circumstances = Set(form.all("circumstance").compactMap { Circumstance(rawValue: $0) })
    note = (form["note"] ?? "").trimmed
    seen = form["seen"] ?? ""
  }

  init(summary: String, circumstances: Set<Circumstance>, note: String) {
    self.summary = summary
    self.circumstances = circumstances
    self.note = note
    seen = ""
  }

  /// What is wrong, as sentences.
  func faults(_ proposal: ResultProposal) -> [String] {
    var faults = proposal.faults.map(\.reason)
    if summary.isEmpty { faults.append("请填写检查情况小结：查了什么、发现了什么、当场怎样处理。") }
    if summary.count > 5000 { faults.append("检查情况小结不能超过 5000 个字，请精简。") }
    if !circumstances.isEmpty, note.isEmpty {
      faults.append("选择了特殊情况，请写明经过和依据（何时、何地、何人见证、怎样联系）。")
    }
    if note.count > 2000 { faults.append("特殊情况说明不能超过 2000 个字，请精简。") }
    if faults.isEmpty, seen != ResultCodes.text(proposal.results) {
      faults.append("检查结果须看过再提交：请核对下面由记录得出的结果，然后再次提交。")
    }
    return faults
  }
}

/// A set of results as one word, to compare what was shown with what holds.
enum ResultCodes {
  static func text(_ results: Set<InspectionResult>) -> String {
    InspectionResult.allCases.filter { results.contains($0) }.map(\.code).joined(separator: " ")
  }
}

extension Visits {
  /// Submits the result that follows from the answers.
  ///
  /// - Returns: the draft with its problems when it was not submitted; `nil` when it was.
  static func submit(_ id: VisitID, _ draft: SubmitDraft, _ call: Call) throws -> SubmitDraft? {
    let actor = try call.actor()
    var faults: [String] = []
    do {
      try call.house.perform(by: actor) { transaction in
        let visit = try allowed(.submit, id, actor, transaction.db).visit
        let proposal = try checklist(visit, transaction.db).proposal(draft.circumstances)
        faults = draft.faults(proposal)
        guard faults.isEmpty else { throw Problem.refused(faults) }
        try move(id, from: visit.stage, by: .submit, transaction)
        try store(draft, proposal, visit, transaction)
        try decide(id, .submit, reason: draft.summary, transaction)
        transaction.journal(
          "visit.submit", ("visit", id.description),
          [("results", ResultCodes.text(proposal.results))])
      }
    } catch Problem.refused(let reasons) where !faults.isEmpty && reasons == faults {
      var refused = draft
      refused.problems = reasons
      return refused
    }
    return nil
  }

  private static func store(
    _ draft: SubmitDraft, _ proposal: ResultProposal, _ visit: Visit, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let id = visit.id
    try db.execute("DELETE FROM visit_results WHERE visit = \(id)")
    for result in InspectionResult.allCases where proposal.results.contains(result) {
      try db.execute("INSERT INTO visit_results (visit, code) VALUES (\(id), \(result))")
    }
    try db.execute("DELETE FROM visit_circumstances WHERE visit = \(id)")
    for circumstance in Circumstance.allCases where draft.circumstances.contains(circumstance) {
      try db.execute(
        """
        INSERT INTO visit_circumstances (visit, circumstance) VALUES (\(id), \(circumstance))
        """)
    }
    // The clock of publication runs from the first submission: returning a result does not stop it.
    let finished = visit.finishedAt ?? transaction.now
    try db.execute(
      """
      UPDATE visits SET summary = \(draft.summary), circumstance_note = \(draft.note),
        finished_at = \(finished.milliseconds), submitted_by = \(transaction.actor?.account),
        countersigned_by = NULL
      WHERE id = \(id)
      """)
  }
}
