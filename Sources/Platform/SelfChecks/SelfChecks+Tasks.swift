internal import Storage
internal import Supervision

extension SelfChecks {
  /// What a body has to do next: come inspections, self-checks, rectifications; earliest first.
  static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws -> [DeskTask] {
    guard actor.may(.ownPortal), let body = actor.body else { return [] }
    let all =
      try noticeTasks(body, db) + selfCheckTasks(body, db) + rectificationTasks(body, db)
    return all.sorted { left, right in
      switch (left.due, right.due) {
      case (let a?, let b?): a < b
      case (_?, nil): true
      default: false
      }
    }
  }

  private static func noticeTasks(_ body: BodyID, _ db: any Connection) throws -> [DeskTask] {
    try Portal.notices(of: body, db).filter(\.isComing).map { notice in
      DeskTask(
        due: notice.startsAt, matter: notice.readAt == nil ? "查看检查告知" : "准备现场检查",
        subject: "\(notice.fieldName)现场检查", note: "\(notice.planTitle)，\(notice.place)",
        link: .notice(notice.visit))
    }
  }

  private static func selfCheckTasks(_ body: BodyID, _ db: any Connection) throws -> [DeskTask] {
    try all(of: body, db).filter { !$0.isSubmitted }.map { check in
      DeskTask(
        due: check.dueOn?.end, matter: check.stage == .open ? "填报自查" : "继续自查",
        subject: check.formTitle, note: check.planTitle, link: .ownSelfCheck(check.id))
    }
  }

  private static func rectificationTasks(_ body: BodyID, _ db: any Connection) throws
    -> [DeskTask]
  {
    try Findings.rectifications(of: body, db).filter {
      $0.stage.verdict(on: .answer).isAllowed
    }.map { item in
      DeskTask(
        due: item.dueOn?.end, matter: item.stage == .returned ? "补充整改" : "整改",
        subject: "\(item.fieldName)整改", note: item.planTitle, link: .ownRectification(item.id))
    }
  }
}
