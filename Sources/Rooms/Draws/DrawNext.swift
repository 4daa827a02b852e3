internal import Kernel
internal import Plans
internal import Supervision

/// The one thing a person should do next about a draw.
enum DrawNext: Equatable {
  case commit(contributor: String)
  case recordBeacon
  case handIn(contributor: String)
  case draw
  /// Every secret is in, but the teams are impossible.
  case void(refusal: String)
  case reveal(waiting: Int)
  case freezeAgain
  /// Nothing for this person now; what the draw waits for.
  case wait(String)
  case nothing(String)

  /// - Parameters:
  ///   - refusal: why the engine found no teams.
  ///   - waiting: visits that have not begun.
  init(
    _ model: DrawModel, _ actor: Actor, isOwn: Bool, refusal: String?, waiting: Int, now: Instant
  ) {
    let own =
      actor.may(.contributeToDraw)
      ? model.contributors.first { $0.authority == actor.authority?.id } : nil
    let conducts = isOwn && actor.may(.conductDraw)
    switch model.stage {
    case .frozen:
      if now >= model.beacon.after {
        self = .wait(
          "公共随机数的取值时间已过，\(DrawNext.names(model) { $0.committedAt == nil })没有按时提交承诺值。"
            + "本次抽取只能由组织单位写明理由作废，再重新封存。")
      } else if let own, own.committedAt == nil {
        self = .commit(contributor: own.name)
      } else {
        self = .wait("等待提交承诺值：\(DrawNext.names(model) { $0.committedAt == nil })。")
      }
    case .committed:
      if now < model.beacon.after {
        self = .wait(
          "承诺齐全。等待\(model.beacon.source)\(model.beacon.issue)，\(model.beacon.after.chinese) 之后登记。")
      } else if conducts {
        self = .recordBeacon
      } else {
        self = .wait("承诺齐全。等待组织单位登记公共随机数。")
      }
    case .beaconed:
      self = DrawNext.beaconed(model, own, conducts: conducts, refusal: refusal)
    case .drawnSealed:
      self =
        isOwn && actor.may(.publish)
        ? .reveal(waiting: waiting) : .nothing("已抽取，名单封存到检查结束；只公布编号、时间和记录指纹。")
    case .revealed: self = .nothing("抽取记录已全部公开，任何人都可以重算验证。")
    case .void:
      self = conducts ? .freezeAgain : .nothing("本次抽取已作废。")
    }
  }

  private static func beaconed(
    _ model: DrawModel, _ own: DrawContributor?, conducts: Bool, refusal: String?
  ) -> DrawNext {
    if let refusal {
      return conducts ? .void(refusal: refusal) : .nothing(Draws.impossibleSentence(refusal))
    }
    if let own, own.handedInAt == nil { return .handIn(contributor: own.name) }
    let missing = names(model) { $0.handedInAt == nil }
    if !missing.isEmpty { return .wait("公共随机数已登记。等待交出随机数：\(missing)。") }
    return conducts ? .draw : .wait("随机数已经齐全。等待组织单位抽取。")
  }

  private static func names(
    _ model: DrawModel, where isMissing: (DrawContributor) -> Bool
  ) -> String {
    model.contributors.filter(isMissing).map(\.name).joined(separator: "、")
  }
}
