extension FailedCondition {
  /// In words: what the column holds, and what the rules ask of it.
  package var sentence: String {
    var list = ""
    for value in values { list += list.isEmpty ? "“\(value)”" : "、“\(value)”" }
    let demand =
      isNegated ? "规则不收\(list)" : values.count == 1 ? "规则只收\(list)" : "规则只收\(list)之一"
    return "\(column)一列是“\(found)”，\(demand)。"
  }
}
