internal import Kernel
internal import Supervision

extension Plans {
  /// What stands in `rules.tsv` for a plan: one stage per field, in the plan's order.
  ///
  /// Rule: mingcha-draw-1 §3. Everything shown before the freeze and everything frozen comes from
  /// these bytes.
  ///
  /// - Parameters:
  ///   - content: checked (`PlanContent` texts hold no control characters).
  ///   - region: of the plan; where it holds several districts, nobody of the lead department
  ///     visits a body of the own district.
  package static func rulesFile(_ content: PlanContent, region: String) -> [UInt8] {
    let scope = RegionScope(region: region)
    let hasSeveralRegions = scope.low != scope.high
    var rules = RulesText()
    rules.line("spec", "mingcha-draw-1")
    rules.line("suite", content.suite)
    rules.line("title", content.title)
    for field in content.fields {
      rules.line("stage", field.name)
      rules.line("where", "domains", field.field)
      rules.line("count", String(field.quota))
      rules.line("stratify", "credit")
      for credit in CreditClass.allCases {
        rules.line("weight", credit.rawValue, String(content.weights[credit] ?? 1))
      }
      if content.minimum > 0 { rules.line("minimum", String(content.minimum)) }
      for role in field.roles {
        rules.line("role", role.department, String(role.people))
        rules.line("where", "department", role.department)
        rules.line("where", "certificate", "valid")
        if role.isExpert { rules.line("share", "domains") }
        if role.isLead, hasSeveralRegions { rules.line("avoid", "region") }
      }
    }
    return rules.bytes
  }
}

private struct RulesText {
  private(set) var bytes: [UInt8] = []

  mutating func line(_ fields: String...) {
    bytes += fields.joined(separator: "\t").utf8
    bytes.append(UInt8(ascii: "\n"))
  }
}
