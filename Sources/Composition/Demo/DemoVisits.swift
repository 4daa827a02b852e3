internal import Kernel
internal import Storage
internal import Supervision

/// How far a visit of the demo has come.
enum DemoProgress: CaseIterable {
  case planned, scheduled, noticed, inspecting, submitted, countersigned, returned, approved

  /// Of every hundred visits.
  var share: Int {
    switch self {
    case .planned: 5
    case .scheduled: 5
    case .noticed: 5
    case .inspecting: 5
    case .submitted: 4
    case .countersigned: 4
    case .returned: 2
    case .approved: 70
    }
  }
}

/// One thing that happens in the story, at its time.
struct DemoEvent {
  let at: Instant
  let order: Int
  let run: () throws -> Void
}

/// A visit of the finished draw with the people who work on it.
struct DemoVisit {
  let id: VisitID
  let body: BodyID
  let uscc: String
  /// Logins of the team's inspectors with an enforcement certificate, the submitter first.
  let inspectors: [String]
  let items: [Int]
}

/// What inspectors write down. Invented; each concerns one item of the Shanghai 2023 form.
enum DemoFindings {
  static let problems: [(item: Int, text: String)] = [
    (7, "两名检测人员未签署仅在本机构从业的自我承诺声明。"),
    (8, "抽查的五份报告中有一份未能提供原始记录。"),
    (9, "气相色谱仪检定证书已过期两周，期间仍出具报告。"),
    (9, "样品间温湿度记录缺失三天。"),
    (10, "一份报告的检测依据标准已被代替，未说明。"),
    (11, "资质认定标志尺寸与规定比例不符。"),
    (14, "分包项目未在报告中注明承担机构。"),
    (15, "技术负责人变更后四十天未申请变更。"),
    (16, "上年度统计数据未保存上报凭证。"),
    (18, "危险化学品领用台账登记不全。"),
    (19, "经营场所未公示资质认定证书。"),
    (20, "聘用检测人员前未查询信用记录。"),
  ]
  static let answers = [
    "已补签声明并组织培训，附签到表和声明扫描件。", "已补充原始记录并修订归档程序，附程序文件。",
    "设备已重新检定合格，停用期间报告逐份复核，附检定证书。", "已修订台账并指定专人管理，附台账照片。",
  ]
}

extension DemoStory {
  /// Everything that happens with the visits, as events in time.
  func visitEvents(_ visits: [DemoVisit]) throws -> [DemoEvent] {
    var events: [DemoEvent] = []
    let plan = progressList(visits.count)
    for (index, visit) in visits.enumerated() {
      events += try story(of: visit, plan[index], first: events.count)
    }
    return events
  }

  private func progressList(_ count: Int) -> [DemoProgress] {
    var list: [DemoProgress] = []
    while list.count < count {
      list.append(random.pick(weighted: DemoProgress.allCases.map { ($0, $0.share) }))
    }
    return list
  }

  private func story(of visit: DemoVisit, _ progress: DemoProgress, first: Int) throws
    -> [DemoEvent]
  {
    guard visit.inspectors.count >= 2 else { return [] }
    var events: [DemoEvent] = []
    func add(_ at: Instant, _ run: @escaping () throws -> Void) {
      // Nothing happens after the night before the demo's first day.
      guard at < self.end else { return }
      events.append(DemoEvent(at: at, order: first + events.count, run: run))
    }
    let path = "/visits/\(visit.id)"
    let one = browser(visit.inspectors[0])
    let other = browser(visit.inspectors[1])
    if random.chance(78) { selfCheck(visit, add) }
    guard progress != .planned else { return events }
    let start = startTime(progress)
    let scheduled =
      progress == .scheduled || progress == .noticed
      ? moment(-2, 9 + random.below(8)) : start.adding(days: -3)
    add(scheduled) {
      try one.submit(path, to: "\(path)/schedule", [("starts", start.local)])
    }
    guard progress != .scheduled else { return events }
    let noticed = progress == .noticed ? moment(-1, 19, random.below(50)) : start.adding(hours: -20)
    add(noticed) { try one.submit(path, to: "\(path)/notice") }
    guard progress != .noticed else { return events }
    add(start) { try one.submit(path, to: "\(path)/begin") }
    let findings = random.chance(24) ? [random.pick(DemoFindings.problems)] : []
    let answered = progress == .inspecting ? visit.items.prefix(9) : visit.items[...]
    for (place, item) in answered.enumerated() {
      let problem = findings.first { $0.item == item }
      add(start.adding(minutes: 10 + place * 9)) {
        try one.submit(
          "\(path)/items/\(item)", to: "\(path)/items/\(item)",
          problem.map { [("answer", "problem"), ("description", $0.text)] }
            ?? [("answer", item == 14 ? "not-applicable" : "compliant")])
      }
    }
    guard progress != .inspecting else { return events }
    let submitted = start.adding(hours: 5)
    add(submitted) {
      try one.submit(
        "\(path)/submit", to: "\(path)/submit",
        [("summary", "查阅体系文件、设备档案，抽查报告五份及原始记录。")])
    }
    guard progress != .submitted else { return events }
    if progress == .returned {
      add(submitted.adding(hours: 20)) {
        try other.submit(
          "\(path)/review", to: "\(path)/return", [("reason", "第 10 项未写明抽查的报告编号，请补充。")])
      }
      return events
    }
    add(submitted.adding(hours: 20)) {
      try other.submit("\(path)/review", to: "\(path)/countersign")
    }
    guard progress != .countersigned else { return events }
    let approved = submitted.adding(hours: 44)
    let supervisor = browser("supervisor")
    add(approved) { try supervisor.submit("\(path)/review", to: "\(path)/approve") }
    if !findings.isEmpty { rectify(visit, approved, add) }
    return events
  }

  /// Finished visits spread over the weeks before; what is under way lies on the last days.
  private func startTime(_ progress: DemoProgress) -> Instant {
    switch progress {
    case .planned, .scheduled: moment(2 + random.below(8), 9 + random.below(6))
    case .noticed: moment(0, 9 + random.below(8), 30)
    case .inspecting: moment(-1, 9 + random.below(6))
    case .submitted: moment(-2, 9 + random.below(6))
    case .countersigned, .returned: moment(-3 - random.below(2), 9 + random.below(6))
    case .approved: moment(-36 + random.below(30), 9 + random.below(6))
    }
  }

  /// The body's own check, some days before the date it is due.
  private func selfCheck(
    _ visit: DemoVisit, _ add: (Instant, @escaping () throws -> Void) -> Void
  ) {
    let body = browser(visit.uscc.lowercased())
    let finding = random.chance(18) ? random.pick(DemoFindings.problems) : nil
    let isFinished = random.chance(93)
    let answered = isFinished ? visit.items : Array(visit.items.prefix(6))
    add(moment(-40 + random.below(3), 9 + random.below(8), random.below(60))) {
      guard let id = try self.selfCheck(of: visit) else { return }
      var fields: [(String, String)] = [
        ("step", isFinished ? "submit" : "save"), ("pledge", isFinished ? "yes" : ""),
      ]
      for item in answered {
        let isProblem = finding?.item == item
        fields.append(
          ("answer-\(item)", isProblem ? "problem" : item == 14 ? "not-applicable" : "compliant"))
        fields.append(("description-\(item)", isProblem ? finding?.text ?? "" : ""))
      }
      try body.submit(
        "/portal/self-checks/\(id)", to: "/portal/self-checks/\(id)", fields)
    }
  }

  private func selfCheck(of visit: DemoVisit) throws -> SelfCheckID? {
    try house.store.read {
      try $0.value(
        """
        SELECT s.id AS value FROM self_checks s JOIN visits v ON v.plan = s.plan
        WHERE v.id = \(visit.id) AND s.body = \(visit.body)
        """)
    }
  }

  private func rectify(
    _ visit: DemoVisit, _ approved: Instant, _ add: (Instant, @escaping () throws -> Void) -> Void
  ) {
    let body = browser(visit.uscc.lowercased())
    let text = random.pick(DemoFindings.answers)
    let answered = approved.adding(days: 4 + random.below(12))
    if random.chance(25) { return }
    add(answered) {
      guard let id = try self.rectification(of: visit) else { return }
      try body.submit(
        "/portal/rectifications/\(id)", to: "/portal/rectifications/\(id)/answer",
        [("content", text)])
    }
    if random.chance(30) { return }
    let inspector = browser(visit.inspectors[0])
    add(answered.adding(days: 2)) {
      guard let id = try self.rectification(of: visit) else { return }
      try inspector.submit(
        "/rectifications/\(id)", to: "/rectifications/\(id)/judge",
        [("step", "close"), ("content", "材料齐全，现场复核已改正。")])
    }
  }

  private func rectification(of visit: DemoVisit) throws -> RectificationID? {
    try house.store.read {
      try $0.value("SELECT id AS value FROM rectifications WHERE visit = \(visit.id)")
    }
  }
}
