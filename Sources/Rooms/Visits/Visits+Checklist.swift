internal import HTTP
internal import Kernel
package import Storage
package import Supervision

/// One item of a visit's checklist with what is known of it.
package struct ChecklistItem: Sendable {
  let form: FormItem
  package let answer: VisitAnswer?
  let selfCheck: SelfCheckView.Line?

  /// What people call it: number and title.
  package var name: String { "第\(form.item)项 \(form.title.trimmedStop)" }
  /// Nothing more to do on it.
  var isDone: Bool { !form.isAnswered || answer?.answer != nil }
  /// The body said no problem where the team found one (R63).
  var contradictsSelfCheck: Bool {
    answer?.answer == .problem && selfCheck?.answer == .compliant
  }

  var itemAnswer: ItemAnswer {
    ItemAnswer(
      item: name, answer: answer?.answer, description: answer?.description ?? "",
      isCorrected: answer?.isCorrected ?? false)
  }
}

/// The checklist of one visit.
package struct Checklist: Sendable {
  let items: [ChecklistItem]
  let selfCheck: SelfCheckView?

  var asked: [ChecklistItem] { items.filter(\.form.isAnswered) }
  var doneCount: Int { asked.filter(\.isDone).count }
  package var problems: [ChecklistItem] { items.filter { $0.answer?.answer == .problem } }
  package var openProblems: [ChecklistItem] { problems.filter { $0.answer?.isCorrected == false } }
  var firstOpen: ChecklistItem? { asked.first { !$0.isDone } }

  func item(_ number: Int) -> ChecklistItem? { items.first { $0.form.item == number } }
  func before(_ number: Int) -> Int? { items.last { $0.form.item < number }?.form.item }
  func after(_ number: Int) -> Int? { items.first { $0.form.item > number }?.form.item }

  /// The result that follows from what has been saved.
  package func proposal(_ circumstances: Set<Circumstance> = []) -> ResultProposal {
    result(for: asked.map(\.itemAnswer), circumstances: circumstances)
  }
}

extension String {
  /// Without a full stop at the end, to stand inside a sentence.
  var trimmedStop: String { hasSuffix("。") ? String(dropLast()) : self }
}

/// What a person typed on one item.
struct AnswerDraft: Sendable {
  package var answer: String
  var description: String
  var isCorrected: Bool
  var nature: String
  /// When the answer shown on the form had been saved, `0` for none.
  var seen: String
  var answerProblem: String?
  var descriptionProblem: String?
  var natureProblem: String?

  init(_ saved: VisitAnswer?) {
    answer = saved?.answer?.rawValue ?? ""
    description = saved?.description ?? ""
    isCorrected = saved?.isCorrected ?? false
    nature = saved?.nature.rawValue ?? ""
    seen = saved.map { String($0.at.milliseconds) } ?? "0"
  }

  init(_ form: Fields) {
    answer = form["answer"] ?? ""
    description = (form["description"] ?? "").trimmed
    isCorrected = form["corrected"] == "yes"
    nature = form["nature"] ?? ""
    seen = form["seen"] ?? "0"
  }

  var hasProblem: Bool {
    answerProblem != nil || descriptionProblem != nil || natureProblem != nil
  }

  /// What is wrong, next to the fields.
  func checked(for item: FormItem, saved: VisitAnswer?) -> AnswerDraft {
    var draft = self
    let found = Answer(rawValue: answer)
    if item.isAnswered, found == nil { draft.answerProblem = "请选择符合、有问题或不适用。" }
    if found == .problem, description.isEmpty {
      draft.descriptionProblem = "选择了“有问题”，请写明发现了什么：地点、对象、编号、时间。"
    }
    if description.count > 2000 { draft.descriptionProblem = "描述不能超过 2000 个字，请精简。" }
    if ProblemNature(rawValue: nature) == nil { draft.natureProblem = "请从列表中选择问题性质。" }
    if let saved, String(saved.at.milliseconds) != seen {
      draft.answerProblem =
        "\(saved.name)在 \(saved.at.chinese) 刚改过这一项（\(saved.answer?.label ?? "记录")"
        + "\(saved.description.isEmpty ? "" : "：\(saved.description)")）。请核对后再存，将以您的为准。"
      draft.seen = String(saved.at.milliseconds)
    }
    return draft
  }
}

extension Visits {
  package static func checklist(_ visit: Visit, _ db: any Connection) throws -> Checklist {
    let answers = try answers(visit.id, db)
    let selfCheck = try selfCheck(visit, db)
    return Checklist(
      items: try Reference.form(visit.template, db).map { form in
        ChecklistItem(
          form: form, answer: answers[form.item], selfCheck: selfCheck?.answers[form.item])
      }, selfCheck: selfCheck)
  }

  /// Saves one item at once, with who and when.
  ///
  /// - Returns: the draft with its problems when it was not saved; `nil` when it was.
  static func saveAnswer(
    _ id: VisitID, item: Int, _ draft: AnswerDraft, _ call: Call
  ) throws -> AnswerDraft? {
    let actor = try call.actor()
    do {
      try call.house.perform(by: actor) { transaction in
        let visit = try allowed(.saveAnswer, id, actor, transaction.db).visit
        guard let line = try checklist(visit, transaction.db).item(item) else {
          throw Problem.notFound
        }
        let checked = draft.checked(for: line.form, saved: line.answer)
        guard !checked.hasProblem else { throw Unsaved(draft: checked) }
        try store(checked, item, visit, transaction)
        transaction.journal(
          "visit.answer", ("visit", id.description),
          [("item", String(item)), ("answer", checked.answer)])
      }
    } catch let unsaved as Unsaved {
      return unsaved.draft
    }
    return nil
  }

  /// Carries a faulty draft out of the command, which then stores nothing.
  private struct Unsaved: Error {
    let draft: AnswerDraft
  }

  private static func store(
    _ draft: AnswerDraft, _ item: Int, _ visit: Visit, _ transaction: Transaction
  ) throws {
    guard let actor = transaction.actor else { throw Problem.signInNeeded }
    let isProblem = draft.answer == Answer.problem.rawValue
    try transaction.db.execute(
      """
      INSERT INTO visit_answers (visit, item, answer, description, is_corrected, nature, at,
        account)
      VALUES (\(visit.id), \(item), \(draft.answer), \(draft.description),
        \(isProblem && draft.isCorrected), \(isProblem ? draft.nature : ""),
        \(transaction.now.milliseconds), \(actor.account))
      ON CONFLICT (visit, item) DO UPDATE SET answer = excluded.answer,
        description = excluded.description, is_corrected = excluded.is_corrected,
        nature = excluded.nature, at = excluded.at, account = excluded.account
      """)
    try move(visit.id, from: visit.stage, by: .saveAnswer, transaction)
  }
}
