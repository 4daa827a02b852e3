package import Kernel
internal import Storage
package import Supervision

extension SelfCheckStage: StoredWord {}

/// A self-check with the plan, form and body behind it.
package struct SelfCheck: RowDecodable, Sendable {
  package let id: SelfCheckID
  let planTitle: String
  let body: BodyID
  let bodyName: String
  let uscc: String
  let certificateNumber: String
  let address: String
  let regionName: String
  let template: TemplateID
  package let formTitle: String
  let formSource: String
  package let dueOn: CalendarDay?
  let stage: SelfCheckStage
  let submittedAt: Instant?
  let submittedBy: String?

  init(row: Row) throws {
    id = try row.get("id")
    planTitle = try row.get("plan_title")
    body = try row.get("body")
    bodyName = try row.get("body_name")
    uscc = try row.get("uscc")
    certificateNumber = try row.get("certificate_number")
    address = try row.get("address")
    regionName = try row.get("region_name")
    template = try row.get("template")
    formTitle = try row.get("form_title")
    formSource = try row.get("form_source")
    dueOn = CalendarDay(iso: try row.get("due_on", as: String.self))
    stage = try row.get("stage")
    submittedAt = try row.get("submitted_at", as: Int64?.self).map { Instant(milliseconds: $0) }
    submittedBy = try row.get("submitter")
  }

  var isSubmitted: Bool { stage == .submitted }

  func isOverdue(on today: CalendarDay) -> Bool {
    guard let dueOn, !isSubmitted else { return false }
    return dueOn < today
  }

  /// Handed in after its day.
  var isLate: Bool {
    guard let dueOn, let submittedAt else { return false }
    return submittedAt > dueOn.end
  }
}

/// What the body says on one item.
package struct SelfCheckAnswer: Sendable, Equatable {
  package let item: Int
  /// `nil` while only a description has been written.
  let answer: Answer?
  package let description: String
  /// When it was saved; `nil` for what has only been typed.
  var savedAt: Instant?
}

/// Why a self-check cannot be handed in yet.
package struct SelfCheckFault: Sendable, Equatable {
  /// `nil` when the fault is of the whole.
  package let item: Int?
  let sentence: String
}

/// When a self-check may be handed in (R60): every item with an answer box has an answer, every
/// problem a description, and the pledge is given.
package enum SelfCheckRule {
  /// How long the description of one item may be, in characters.
  package static let descriptionLimit = 2000

  static func faults(
    _ items: [FormItem], _ answers: [Int: SelfCheckAnswer], isPledged: Bool
  ) -> [SelfCheckFault] {
    var faults = itemFaults(items, answers)
    if !isPledged {
      faults.append(
        SelfCheckFault(item: nil, sentence: "请在表格末尾勾选承诺：所填内容真实、准确、完整。"))
    }
    return faults
  }

  private static func itemFaults(
    _ items: [FormItem], _ answers: [Int: SelfCheckAnswer]
  ) -> [SelfCheckFault] {
    items.filter(\.isAnswered).compactMap { item in
      let given = answers[item.item]
      switch given?.answer {
      case nil:
        return SelfCheckFault(
          item: item.item, sentence: "第\(item.item)项尚未作答，请选择是、否或不适用。")
      case .problem where (given?.description ?? "").allSatisfy(\.isWhitespace):
        return SelfCheckFault(
          item: item.item, sentence: "第\(item.item)项选择了“是”，请在问题描述中写明发现了什么问题。")
      default: return nil
      }
    }
  }

  /// What is too long to be stored.
  static func lengthFaults(_ answers: [SelfCheckAnswer]) -> [SelfCheckFault] {
    answers.filter { $0.description.count > descriptionLimit }.map { answer in
      SelfCheckFault(
        item: answer.item,
        sentence: "第\(answer.item)项的问题描述有\(answer.description.count)个字，请缩短到\(descriptionLimit)个字以内。"
      )
    }
  }
}
