internal import Kernel

/// The words of the national demo: parameters, standards, and what is tested by what.
///
/// Everything follows from the seed. About 19 000 parameters, 17 000 standards and 222 000 ways of
/// testing in 42 groups (`docs/demo.md`).
struct DemoDictionary {
  /// One line that could stand in an annex.
  struct Entry: Sendable {
    let category: String
    let parameter: String
    let standard: String
    let title: String
    let clause: String
    let method: String
  }

  /// The entries of each group, in the order of its products.
  private(set) var entries: [[Entry]] = []

  /// How many entries a group has at most.
  private static let entriesPerGroup = 5200
  private static let standardsPerGroup = 490

  init(seed: UInt64) {
    var random = DemoRandom(seed: seed)
    var codes: Set<String> = []
    for group in DemoGroup.all {
      entries.append(Self.entries(of: group, &codes, &random))
    }
  }

  private static func entries(
    of group: DemoGroup, _ codes: inout Set<String>, _ random: inout DemoRandom
  ) -> [Entry] {
    let parameters = parameters(of: group, &random)
    let methods = group.kind.methods
    var found: [(product: Int, entry: Entry)] = []
    for number in 0..<standardsPerGroup where found.count < entriesPerGroup {
      // One in forty covers a whole family of parameters, most cover one or a few.
      let covered =
        number % 40 == 0 ? 60 + random.below(140) : 1 + random.below(random.below(9) + 1)
      let product = random.below(group.products.count)
      let method = random.pick(methods)
      let start = random.below(parameters.count)
      let code = code(group, &codes, &random)
      let subject = covered > 20 ? "\(group.products[product])" : parameters[start]
      let title =
        covered > 20
        ? "\(subject)试验方法" : "\(group.products[product]) \(subject)的测定 \(method)"
      for place in 0..<covered {
        let parameter = parameters[(start + place) % parameters.count]
        let clause = covered > 1 ? "\(4 + place / 10).\(1 + place % 10)" : ""
        for extra in 0..<(1 + random.below(3)) {
          let category = (product + extra) % group.products.count
          found.append(
            (
              category,
              Entry(
                category: group.products[category], parameter: parameter, standard: code,
                title: title, clause: clause, method: covered > 20 ? "" : method)
            ))
        }
      }
    }
    return found.enumerated().sorted {
      ($0.element.product, $0.offset) < ($1.element.product, $1.offset)
    }.map(\.element.entry)
  }

  // MARK: codes

  private static func code(
    _ group: DemoGroup, _ codes: inout Set<String>, _ random: inout DemoRandom
  ) -> String {
    while true {
      // The first prefix is the usual one.
      let prefix = random.chance(45) ? group.prefixes[0] : random.pick(group.prefixes)
      var code = "\(prefix) \(100 + random.below(prefix.hasPrefix("GB") ? 42_000 : 9_000))"
      if random.chance(30) { code += ".\(1 + random.below(40))" }
      code += "-\(1998 + random.below(28))"
      if codes.insert(code).inserted { return code }
    }
  }

  // MARK: parameters

  private static let elements = [
    "铅", "镉", "汞", "砷", "铬", "铜", "锌", "镍", "锰", "铁", "铝", "硒", "锑", "钡", "钴", "钼", "银", "锡",
    "铊", "铍", "钒", "钛", "硼", "锂", "钠", "钾", "钙", "镁", "锶", "铀", "六价铬", "甲基汞", "无机砷", "有机锡",
  ]
  private static let forms = ["", "总", "可溶性", "有效态", "游离"]
  private static let firstSyllables = Array("甲乙丙丁戊苯氟氯溴硝噻吡嘧咪唑三双异")
  private static let middleSyllables = Array("草虫菌螨磷硫氯氟氰胺酰脲酯醚酮烯")
  private static let lastWords = [
    "酯", "胺", "酮", "醇", "磷", "威", "净", "灵", "唑", "酸", "烷", "酚", "醛", "菊酯", "磺胺", "沙星",
  ]

  /// Names that chemists could have given, as many as asked for.
  private static func substances(_ count: Int, _ random: inout DemoRandom) -> [String] {
    var seen: Set<String> = []
    var names: [String] = []
    while names.count < count {
      var name = String(random.pick(firstSyllables)) + String(random.pick(middleSyllables))
      if random.chance(35) { name += String(random.pick(middleSyllables)) }
      name += random.pick(lastWords)
      if random.chance(12) { name = "\(1 + random.below(3)),\(4 + random.below(3))-二" + name }
      if seen.insert(name).inserted { names.append(name) }
    }
    return names
  }

  private static func parameters(
    of group: DemoGroup, _ random: inout DemoRandom
  ) -> [String] {
    var names: [String] = []
    let properties = group.kind.properties
    switch group.kind {
    case .chemical, .environmental:
      for form in forms.prefix(group.kind == .chemical ? 5 : 3) {
        names += elements.map { form + $0 }
      }
      names += properties
      names += substances(420, &random)
    case .biological, .mechanical, .electrical, .inspection:
      names += properties
    }
    for part in group.parts {
      names += properties.map { part + $0 }
    }
    for product in group.products {
      names += properties.map { product + $0 }
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
