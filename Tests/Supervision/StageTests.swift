import Supervision
import Testing

@Suite struct StageTests {
  @Test("from the first stage every stage can be reached, and every step is taken somewhere")
  func reachable() {
    check(VisitStage.planned)
    check(PlanStage.draft)
    check(DrawStage.frozen)
    check(RectificationStage.open)
    check(SelfCheckStage.open)
  }

  private func check<S: Stage>(_ first: S) {
    var reached: Set<S> = [first]
    var waiting = [first]
    var steps: Set<S.Step> = []
    while let stage = waiting.popLast() {
      #expect(!stage.label.isEmpty)
      #expect(S.next(from: stage).count == Set(S.next(from: stage)).count)
      for (step, target) in stage.ways {
        steps.insert(step)
        #expect(stage.target(of: step) == target)
        if reached.insert(target).inserted { waiting.append(target) }
      }
    }
    #expect(reached == Set(S.allCases))
    #expect(steps == Set(S.Step.allCases))
    for step in S.Step.allCases { #expect(!step.verb.isEmpty) }
    #expect(Set(S.allCases.map(\.label)).count == S.allCases.count)
  }

  @Test("one visit goes from the draw to the public page")
  func visit() {
    let steps: [VisitStep] = [
      .schedule, .notify, .begin, .saveAnswer, .submit, .returnToTeam, .saveAnswer, .submit,
      .countersign, .returnToTeam, .submit, .countersign, .approve, .publish,
    ]
    var stage: VisitStage? = .planned
    for step in steps { stage = stage?.target(of: step) }
    #expect(stage == .published)
    #expect(VisitStage.published.isFinal)
  }

  @Test("nothing is published, approved or begun before its turn")
  func order() {
    for stage in VisitStage.allCases {
      #expect((stage.target(of: .publish) != nil) == (stage == .approved))
      #expect((stage.target(of: .approve) != nil) == (stage == .countersigned))
      #expect((stage.target(of: .begin) != nil) == (stage == .noticed))
    }
  }

  @Test("who was asked to sign may return it: the second inspector, then the supervisor")
  func returning() {
    #expect(VisitStage.submitted.role(of: .returnToTeam) == .inspector)
    #expect(VisitStage.countersigned.role(of: .returnToTeam) == .supervisor)
    #expect(VisitStage.countersigned.role(of: .approve) == .supervisor)
  }

  @Test("another time takes a given notice back")
  func reschedule() {
    #expect(VisitStage.noticed.target(of: .schedule) == .scheduled)
  }

  @Test("a draw that has been drawn cannot be made void")
  func noSecondTry() {
    for stage in DrawStage.allCases {
      let isBefore = [.frozen, .committed, .beaconed].contains(stage)
      #expect((stage.target(of: .void) != nil) == isBefore)
    }
    #expect(DrawStage.drawnSealed.rawValue == "drawn-sealed")
  }

  @Test("a refusal says where it stands and what can be done")
  func refusal() {
    #expect(VisitStage.approved.verdict(on: .publish) == .allowed)
    #expect(
      VisitStage.submitted.verdict(on: .approve).reason
        == "当前处于“待会签”阶段，不能进行“审定”；现在可以进行的是“会签”、“退回检查组”。")
    #expect(
      VisitStage.published.verdict(on: .withdraw).reason
        == "当前处于“已公开”阶段，不能进行“退出检查”；流程已经结束。")
  }
}

@Suite struct NoticeWindowTests {
  private let start = Instant(milliseconds: 1_795_138_200_000)
  private let window = NoticeWindow(hours: 24)

  @Test(
    "0 < start − notice ≤ 24 h, to the millisecond",
    arguments: [
      (Int64(1), true), (3_600_000, true), (86_400_000, true), (86_400_001, false), (0, false),
      (-1, false), (172_800_000, false),
    ])
  func bounds(before: Int64, isAllowed: Bool) {
    let verdict = window.check(notice: start.adding(milliseconds: -before), start: start)
    #expect(verdict.isAllowed == isAllowed)
    #expect((verdict.reason == nil) == isAllowed)
  }

  @Test("an early notice is told when the window opens")
  func early() {
    let verdict = window.check(notice: start.adding(hours: -30), start: start)
    #expect(verdict.reason?.contains("24小时之内") == true)
    #expect(verdict.reason?.contains("请在2026年11月19日 09:30之后告知") == true)
    #expect(window.check(notice: window.opens(before: start), start: start).isAllowed)
  }
}

@Suite struct FourEyesTests {
  private let eyes = FourEyes(inspectors: ["甲", "乙", "丙"], experts: ["专家"])

  @Test("two inspectors of the team and a supervisor who was not there")
  func allowed() {
    #expect(eyes.maySubmit("甲").isAllowed)
    #expect(eyes.mayCountersign("乙", submittedBy: "甲").isAllowed)
    #expect(
      eyes.mayReview("丁", isSupervisor: true, submittedBy: "甲", countersignedBy: "乙").isAllowed)
  }

  @Test("nobody signs twice, no expert and no stranger decides")
  func refused() {
    #expect(eyes.maySubmit("专家").reason?.contains("专家只协助检查") == true)
    #expect(eyes.maySubmit("丁").reason?.contains("不是这次检查的检查组成员") == true)
    #expect(eyes.mayCountersign("甲", submittedBy: "甲").reason?.contains("您是提交人") == true)
    #expect(!eyes.mayCountersign("专家", submittedBy: "甲").isAllowed)
    #expect(!eyes.mayCountersign("丁", submittedBy: "甲").isAllowed)
    for person in ["甲", "乙", "丙", "专家"] {
      #expect(
        !eyes.mayReview(person, isSupervisor: true, submittedBy: "甲", countersignedBy: "乙")
          .isAllowed)
    }
    #expect(
      !eyes.mayReview("丁", isSupervisor: false, submittedBy: "甲", countersignedBy: "乙").isAllowed)
  }

  @Test("someone who left the team after signing still cannot review")
  func leftTheTeam() {
    let eyes = FourEyes(inspectors: ["丙"])
    #expect(
      !eyes.mayReview("甲", isSupervisor: true, submittedBy: "甲", countersignedBy: "乙").isAllowed)
    #expect(
      !eyes.mayReview("乙", isSupervisor: true, submittedBy: "甲", countersignedBy: "乙").isAllowed)
  }
}
