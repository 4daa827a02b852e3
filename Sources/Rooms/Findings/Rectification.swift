package import Kernel
package import Storage
package import Supervision

extension RectificationStage: StoredWord {}

/// A demand to put problems right, and where its answer stands.
package struct Rectification: RowDecodable, Sendable {
  package let id: RectificationID
  package let visit: VisitID
  package let body: BodyID
  package let bodyName: String
  package let planTitle: String
  package let fieldName: String
  package let regionName: String
  package let dueOn: CalendarDay?
  package let stage: RectificationStage
  package let demand: String
  package let openedAt: Instant
  package let closedAt: Instant?

  package init(row: Row) throws {
    id = try row.get("id")
    visit = try row.get("visit")
    body = try row.get("body")
    bodyName = try row.get("body_name")
    planTitle = try row.get("plan_title")
    fieldName = try row.get("field_name")
    regionName = try row.get("region_name")
    dueOn = CalendarDay(iso: try row.get("due_on", as: String.self))
    stage = try row.get("stage")
    demand = try row.get("demand")
    openedAt = Instant(milliseconds: try row.get("opened_at"))
    closedAt = try row.get("closed_at", as: Int64?.self).map { Instant(milliseconds: $0) }
  }

  /// Not closed and past its day; an answer in time stops the body's delay.
  package func isOverdue(on today: CalendarDay) -> Bool {
    guard let dueOn, stage == .open || stage == .returned else { return false }
    return dueOn < today
  }
}

/// One step in a rectification: the body's answer, the authority's word.
package struct RectificationEntry: RowDecodable, Sendable {
  package let number: Int
  package let step: String
  package let content: String
  package let at: Instant
  package let name: String

  package init(row: Row) throws {
    number = try row.get("number")
    step = try row.get("step")
    content = try row.get("content")
    at = Instant(milliseconds: try row.get("at"))
    name = try row.get("name")
  }

  package var label: String { RectificationStep(rawValue: step)?.verb ?? step }
}
