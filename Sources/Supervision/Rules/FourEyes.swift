/// Who may submit, countersign and review one visit: two inspectors of the team, then a
/// supervisor who was not there.
///
/// An expert assists and never decides (S1 二(一), R47).
package struct FourEyes<Person: Hashable & Sendable>: Sendable {
  package let inspectors: Set<Person>
  package let experts: Set<Person>

  package init(inspectors: Set<Person>, experts: Set<Person> = []) {
    self.inspectors = inspectors
    self.experts = experts
  }

  package func maySubmit(_ person: Person) -> Verdict {
    member(person, "提交检查结果")
  }

  package func mayCountersign(_ person: Person, submittedBy submitter: Person) -> Verdict {
    guard person != submitter else {
      return refused("您是提交人，不能会签自己提交的结果，请由检查组另一名执法人员会签。")
    }
    return member(person, "会签")
  }

  package func mayReview(
    _ person: Person, isSupervisor: Bool, submittedBy submitter: Person,
    countersignedBy countersigner: Person
  ) -> Verdict {
    guard person != submitter else { return refused("您是提交人，不能审核自己提交的结果，请由其他审核人审核。") }
    guard person != countersigner else { return refused("您是会签人，不能再审核同一结果，请由其他审核人审核。") }
    guard !inspectors.contains(person), !experts.contains(person) else {
      return refused("您参加了这次检查，不能审核检查结果，请由未参加检查的审核人审核。")
    }
    guard isSupervisor else { return refused("只有审核人可以审核检查结果，您的账号没有审核权限。") }
    return .allowed
  }

  private func member(_ person: Person, _ act: String) -> Verdict {
    if experts.contains(person) {
      return refused("专家只协助检查，不能\(act)，请由检查组的执法人员\(act)。")
    }
    guard inspectors.contains(person) else {
      return refused("您不是这次检查的检查组成员，不能\(act)。")
    }
    return .allowed
  }

  private func refused(_ reason: String) -> Verdict {
    .refused(rule: "four-eyes", reason: reason)
  }
}
