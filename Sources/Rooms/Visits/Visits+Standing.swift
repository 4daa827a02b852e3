package import Kernel
internal import Plans
package import Storage
package import Supervision

/// What one person is to one visit, and so what comes next for that person.
package struct Standing: Sendable {
  let actor: Actor
  package let visit: Visit
  let team: FourEyes<Person>
  /// The same with everybody who was ever on the team: who was recused does not review either.
  let everTeam: FourEyes<Person>
  let submitter: Person?
  let countersigner: Person?
  /// Whether this very account has recorded, submitted or countersigned anything of the visit,
  /// whomever it stands for today.
  let hasTakenPart: Bool
  /// Whether the person would review with the role of somebody who was on the team or has taken
  /// part: that would be as if the lender reviewed the own work.
  let lenderHasTakenPart: Bool

  /// Whether the person is one of the team's inspectors now.
  package var isMember: Bool { actor.may(.inspect) && team.inspectors.contains(Person(actor)) }
  /// Whether the visit lies in the regions the person looks after, and is of the own line.
  private var isResponsible: Bool {
    actor.scope.contains(visit.region) && actor.isInLine(of: visit.planDepartment)
  }
  var isPlanner: Bool { actor.may(.changePlans) && isResponsible }
  package var isSupervisor: Bool { actor.may(.review) && isResponsible }

  /// Whether the person is to take this step: the stage allows it and the rules do.
  package func verdict(on step: VisitStep) -> Verdict {
    let byStage = visit.stage.verdict(on: step)
    guard byStage.isAllowed else { return byStage }
    switch step {
    case .schedule:
      return isPlanner || isMember
        ? .allowed : refused("只有检查组的执法人员，或计划组织部门在本辖区的计划员，可以安排检查时间，请联系检查组。")
    case .notify, .begin, .saveAnswer:
      return memberVerdict(step.verb)
    case .submit:
      let byRight = team.maySubmit(Person(actor))
      return byRight.isAllowed ? memberVerdict(step.verb) : byRight
    case .countersign:
      return countersignVerdict
    case .returnToTeam:
      return visit.stage == .submitted ? countersignVerdict : reviewVerdict
    case .approve:
      return reviewVerdict
    case .publish, .withdraw:
      return refused("这一步由抽取和公开环节办理，不在检查任务里办理。")
    }
  }

  private func memberVerdict(_ act: String) -> Verdict {
    isMember
      ? .allowed : refused("您不是这次检查的检查组成员（或已回避、退出），不能\(act)；需要时请检查组成员办理。")
  }

  private var countersignVerdict: Verdict {
    guard actor.may(.inspect) else { return memberVerdict("会签") }
    guard let submitter else { return refused("还没有人提交结果，不能会签。") }
    return team.mayCountersign(Person(actor), submittedBy: submitter)
  }

  private var reviewVerdict: Verdict {
    guard let submitter, let countersigner else { return refused("结果还没有提交和会签，不能审核。") }
    let byEyes = everTeam.mayReview(
      Person(actor), isSupervisor: isSupervisor, submittedBy: submitter,
      countersignedBy: countersigner)
    guard byEyes.isAllowed else { return byEyes }
    if hasTakenPart { return refused("您的账号记录、提交或会签过这次检查，不能审核，请由其他审核人审核。") }
    if lenderHasTakenPart {
      return refused("委托您审核的人参加过这次检查，代他审核等于他自己审核，请由其他审核人审核。")
    }
    return .allowed
  }

  private func refused(_ reason: String) -> Verdict { .refused(rule: "team", reason: reason) }

  /// The one thing this person should do now; `nil` when it is somebody else's turn.
  var next: VisitStep? {
    let steps: [VisitStep]
    switch visit.stage {
    case .planned: steps = [.schedule]
    case .scheduled: steps = [.notify, .schedule]
    case .noticed: steps = [.begin]
    case .inspecting, .returned: steps = [.saveAnswer]
    case .submitted: steps = [.countersign]
    case .countersigned: steps = [.approve]
    case .approved, .published, .withdrawn: steps = []
    }
    return steps.first { verdict(on: $0).isAllowed }
  }

  /// Whose turn it is, where it is not this person's.
  package var waitingFor: String {
    switch visit.stage {
    case .planned: "等待检查组或计划员安排检查时间。"
    case .scheduled: "检查时间已定，等待检查组在规定时限内告知机构。"
    case .noticed: "已告知机构，等待检查组到场开始检查。"
    case .inspecting: "检查组正在现场检查。"
    case .submitted: "结果已提交，等待检查组另一名执法人员会签。"
    case .countersigned: "已会签，等待未参加检查的审核人审核。"
    case .returned: "结果已退回检查组补充。"
    case .approved: "结果已审定，到公开日自动公开。"
    case .published: "结果已公开，本次检查流程结束。如有错误，由公示员在“公示”中更正。"
    case .withdrawn: "机构已退出本次抽查，不再检查。理由见下方记录。"
    }
  }
}

extension Visits {
  /// The visit and what the person is to it.
  ///
  /// - Throws: `Problem.notFound` when the person may not see it.
  package static func standing(_ id: VisitID, _ actor: Actor, _ db: any Connection) throws
    -> Standing
  {
    let visit = try load(id, actor, db)
    var now: Set<Person> = []
    var ever: Set<Person> = []
    try db.forEachRow(
      """
      SELECT inspector, left_at FROM visit_members
      WHERE visit = \(id) AND inspector IS NOT NULL ORDER BY inspector LIMIT 100
      """
    ) { row in
      let person = Person.inspector(try row.get("inspector"))
      ever.insert(person)
      if try row.get("left_at", as: Int64?.self) == nil { now.insert(person) }
    }
    let lender =
      actor.ownRoles.contains(.supervisor)
      ? nil : actor.lendings.first { $0.role == .supervisor }?.lender
    let lenderHasTakenPart =
      try lender.map { lender in
        let isOfTeam = try person(lender, db).map { ever.contains($0) } ?? false
        return try isOfTeam || hasTakenPart(lender, in: id, db)
      } ?? false
    return Standing(
      actor: actor, visit: visit, team: FourEyes(inspectors: now),
      everTeam: FourEyes(inspectors: ever),
      submitter: try person(visit.submittedBy, db),
      countersigner: try person(visit.countersignedBy, db),
      hasTakenPart: try hasTakenPart(actor.account, in: id, db),
      lenderHasTakenPart: lenderHasTakenPart)
  }

  private static func hasTakenPart(
    _ account: AccountID, in visit: VisitID, _ db: any Connection
  ) throws -> Bool {
    try db.count(
      """
      SELECT (SELECT count(*) FROM visit_answers WHERE visit = \(visit) AND account = \(account))
        + (SELECT count(*) FROM visit_decisions WHERE visit = \(visit) AND account = \(account)
          AND step IN ('submit', 'countersign')) AS value
      """) > 0
  }

  private static func person(_ account: AccountID?, _ db: any Connection) throws -> Person? {
    guard let account else { return nil }
    let inspector: InspectorID?? = try db.value(
      "SELECT inspector AS value FROM accounts WHERE id = \(account)", as: InspectorID?.self)
    if let found = inspector, let found { return .inspector(found) }
    return .account(account)
  }

  /// The standing, when the step is allowed.
  ///
  /// - Throws: `Problem.notFound`, `Problem.refused`.
  package static func allowed(
    _ step: VisitStep, _ id: VisitID, _ actor: Actor, _ db: any Connection
  ) throws -> Standing {
    let standing = try standing(id, actor, db)
    try allow(standing.verdict(on: step))
    return standing
  }
}
