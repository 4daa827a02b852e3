import Supervision
import Testing

@Suite struct InspectionResultTests {
  @Test("the codes are those of the publicity system")
  func codes() {
    #expect(
      Set(InspectionResult.allCases.map(\.code))
        == Set((1...12).map(String.init) + ["A", "B", "C", "D", "E", "F", "G"]))
    #expect(Set(InspectionResult.allCases.map(\.label)).count == 19)
  }

  @Test("A is the parent of 2 to 6, B to D and G")
  func parents() {
    let children = InspectionResult.allCases.filter { $0.parent != nil }
    #expect(Set(children.map(\.code)) == ["2", "3", "4", "5", "6", "B", "C", "D", "G"])
    #expect(children.allSatisfy { $0.parent == .pending })
  }

  @Test("every entry of the national list stands for at least one code")
  func national() {
    #expect(Set(InspectionResult.allCases.map(\.national)) == Set(NationalResult.allCases))
    #expect(InspectionResult.corrected.national.label == "发现问题已责令改正")
    for code in ["9", "10", "11", "12"] {
      #expect(InspectionResult(rawValue: code)?.national == .other)
    }
  }

  @Test("code 1 excludes every other, and nothing is no selection")
  func selection() {
    #expect(InspectionResult.check([.noProblem]).isEmpty)
    #expect(InspectionResult.check([]).count == 1)
    for other in InspectionResult.allCases where other != .noProblem {
      #expect(InspectionResult.check([other]).isEmpty)
      #expect(InspectionResult.check([.noProblem, other]).first?.contains(other.label) == true)
      #expect(InspectionResult.check([.corrected, other]).isEmpty)
    }
  }
}

@Suite struct ResultProposalTests {
  private func item(
    _ name: String, _ answer: Answer?, _ description: String = "", corrected: Bool = false
  ) -> ItemAnswer {
    ItemAnswer(item: name, answer: answer, description: description, isCorrected: corrected)
  }

  @Test("no problem gives 1")
  func noProblem() {
    let proposal = result(for: [item("一", .compliant), item("二", .notApplicable)])
    #expect(proposal.results == [.noProblem])
    #expect(proposal.rectify.isEmpty)
    #expect(proposal.faults.isEmpty)
    #expect(proposal.reasons == ["2项均已检查，没有发现问题。"])
  }

  @Test("an open problem gives A with rectification, a corrected one E, both give both")
  func problems() {
    let open = item("一", .problem, "未校准")
    let corrected = item("二", .problem, "未公示", corrected: true)
    #expect(result(for: [open, item("三", .compliant)]).results == [.pending])
    #expect(result(for: [open]).rectify == ["一"])
    #expect(result(for: [corrected]).results == [.corrected])
    #expect(result(for: [corrected]).rectify.isEmpty)
    let both = result(for: [open, corrected])
    #expect(both.results == [.pending, .corrected])
    #expect(both.rectify == ["一"])
    #expect(both.reasons.count == 2)
  }

  @Test("a circumstance takes the place of the answers", arguments: Circumstance.allCases)
  func circumstances(circumstance: Circumstance) {
    let expected: [Circumstance: String] = [
      .unreachable: "6", .closed: "7", .obstructed: "8", .deregistered: "9", .licenceRevoked: "10",
      .registrationRescinded: "11", .movedAway: "12", .noActivity: "F",
    ]
    for answers in [[], [item("一", nil)], [item("一", .compliant)], [item("一", .notApplicable)]] {
      let proposal = result(for: answers, circumstances: [circumstance])
      #expect(proposal.results.map(\.code) == [expected[circumstance]])
      #expect(proposal.faults.isEmpty)
    }
  }

  @Test("problems found before a refusal stay problems")
  func circumstanceWithProblem() {
    let proposal = result(
      for: [item("一", .problem, "未校准"), item("二", nil)], circumstances: [.obstructed])
    #expect(proposal.results == [.obstructed, .pending])
    #expect(proposal.rectify == ["一"])
  }

  @Test("a problem without description, an open item and a contradiction name the item")
  func faults() {
    let proposal = result(for: [
      item("一", .problem, " \n"), item("二", nil), item("三", .compliant, corrected: true),
    ])
    #expect(proposal.results.isEmpty)
    #expect(proposal.faults.map(\.item) == ["一", "二", "三"])
    for fault in proposal.faults { #expect(fault.reason.contains("“\(fault.item ?? "")”")) }
  }

  @Test("nothing inspected gives no result")
  func nothing() {
    #expect(result(for: []).faults.count == 1)
    #expect(result(for: [item("一", .notApplicable)]).faults.count == 1)
  }

  @Test("whatever is proposed is an allowed selection")
  func allowed() {
    let answers = [
      item("一", .compliant), item("二", .notApplicable), item("三", nil), item("四", .problem),
      item("五", .problem, "问题"), item("六", .problem, "问题", corrected: true),
    ]
    for mask in 0..<(1 << answers.count) {
      for circumstance in Circumstance.allCases.map({ [$0] }) + [[]] {
        let chosen = answers.indices.filter { mask & 1 << $0 != 0 }.map { answers[$0] }
        let proposal = result(for: chosen, circumstances: Set(circumstance))
        if proposal.faults.isEmpty {
          #expect(InspectionResult.check(proposal.results).isEmpty)
        } else {
          #expect(proposal.results.isEmpty)
        }
      }
    }
  }

  @Test("the self-check asks whether there is a problem")
  func words() {
    #expect(Answer.allCases.map(\.label) == ["符合", "有问题", "不适用"])
    #expect(Answer.allCases.map(\.selfCheckLabel) == ["否", "是", "不适用"])
  }
}
