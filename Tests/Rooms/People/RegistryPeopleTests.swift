import Draw
import Storage
import Supervision
import Testing

@testable import Codes
@testable import Composition
@testable import Kernel
@testable import People

@Suite("Registry people, calendar and the draw's files")
struct RegistryPeopleTests {
  private let inspectors = """
    人员编号,姓名,所属单位,部门,行政区划代码,执法证号,执法证有效期至,检查领域,状态
    SH-0002,李四,上海市市场监督管理局,市场监管,,SH2,2026-05-31,机动车检验,在岗
    SH-0001,张三,上海市市场监督管理局,,310115,SH1,2028-12-31,机动车检验、食品农产品检验检测,在岗
    SH-0003,王五,上海市市场监督管理局,,,SH3,2028-12-31,机动车检验,离岗
    """
  private let experts = """
    专家编号,姓名,工作单位,职称,行政区划代码,聘期至,专业领域,状态
    ZJ-0001,赵六,示例大学,教授,310000,2027-12-31,食品农产品检验检测,在岗
    """

  private func filledHouse() throws -> (test: TestHouse, planner: Actor) {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    try test.fill(Array(inspectors.utf8), as: .inspectors, by: planner)
    try test.fill(Array(experts.utf8), as: .experts, by: planner)
    try test.fill(
      RegistrySamples.bodies([
        RegistrySamples.bodyLine(2, fields: "机动车检验、食品农产品检验检测"),
        RegistrySamples.bodyLine(1, region: "310104", fields: "", credit: "D"),
        RegistrySamples.bodyLine(3, status: "终止"),
      ]), by: planner)
    let conflicts = """
      人员编号,统一社会信用代码,回避理由
      ZJ-0001,\(RegistrySamples.uscc(2)),曾提供咨询
      SH-0001,\(RegistrySamples.uscc(2)),曾任职
      SH-0001,\(RegistrySamples.uscc(2)),亲属任职
      SH-0001,\(RegistrySamples.uscc(3)),曾任职
      SH-0003,\(RegistrySamples.uscc(2)),曾任职
      """
    try test.fill(Array(conflicts.utf8), as: .conflicts, by: planner)
    try test.pledge("ZJ-0001")
    return (test, planner)
  }

  @Test("the draw's files hold the active records of the scope exactly as the draw reads them")
  func drawFiles() throws {
    let (test, planner) = try filledHouse()
    let day = try #require(CalendarDay(iso: "2026-06-01"))
    let (roster, people, conflicts) = try test.store.read { db in
      (
        try RegistryFiles.rosterFile(scope: planner.scope, on: day, db),
        try RegistryFiles.inspectorsFile(scope: planner.scope, on: day, db),
        try RegistryFiles.conflictsFile(scope: planner.scope, on: day, db)
      )
    }
    let one = RegistrySamples.uscc(1, region: "310104")
    let two = RegistrySamples.uscc(2)
    #expect(
      String(decoding: roster.bytes, as: UTF8.self) == """
        id\tname\tregion\tdomains\tcredit
        \(one)\t示例检测1号有限公司\t310104\t-\tD
        \(two)\t示例检测2号有限公司\t310115\tfood,vehicle\tB

        """)
    #expect(roster.count == 2)
    #expect(
      String(decoding: people.bytes, as: UTF8.self) == """
        id\tdepartment\tregion\tdomains\tcertificate
        SH-0001\tmarket\t310115\tfood,vehicle\tvalid
        SH-0002\tmarket\t310000\tvehicle\texpired
        ZJ-0001\texpert\t310000\tfood\tvalid

        """)
    #expect(
      String(decoding: conflicts.bytes, as: UTF8.self) == """
        inspector\tobject
        SH-0001\t\(two)
        ZJ-0001\t\(two)

        """)
    let district = RegionScope(region: "310104")
    let small = try test.store.read { try RegistryFiles.rosterFile(scope: district, on: day, $0) }
    #expect(small.count == 1)
    let none = try test.store.read { try RegistryFiles.conflictsFile(scope: district, on: day, $0) }
    #expect(String(decoding: none.bytes, as: UTF8.self) == "inspector\tobject\n")
  }

  @Test("lists show names, load and conflicts, and filter")
  func lists() throws {
    let (test, _) = try filledHouse()
    let client = try test.client("wang")
    let all = try client.get("/inspectors").text
    for words in ["张三", "李四", "王五", "市场监管", "已过期", "浦东新区"] {
      #expect(all.contains(words), "\(words)")
    }
    let some = try client.get("/inspectors?field=food&status=active&department=market").text
    #expect(some.contains("张三"))
    #expect(!some.contains("李四"))
    #expect(try client.get("/inspectors?find=SH-0002").text.contains("李四"))
    #expect(try client.get("/experts?find=%E7%A4%BA%E4%BE%8B").text.contains("赵六"))
    #expect(try client.get("/inspectors/export?region=310115").text.contains("SH-0001"))
    #expect(try client.get("/experts/export").text.contains("ZJ-0001"))
  }

  @Test("a person's page shows whom they must not visit, and a body's page who that is")
  func conflictsBothWays() throws {
    let (test, planner) = try filledHouse()
    let client = try test.client("wang")
    let ids = try test.store.read { try People.people(["SH-0001", "ZJ-0001", "X"], $0) }
    #expect(ids.count == 2)
    #expect(ids["ZJ-0001"]?.department == "expert")
    let inspector = try #require(ids["SH-0001"]?.inspector)
    let text = try client.get("/inspectors/\(inspector)").text
    #expect(text.contains("示例检测2号有限公司"))
    #expect(text.contains("亲属任职"))
    let body = try client.get("/bodies/\(try test.bodyID(2))").text
    for words in ["张三", "赵六", "曾提供咨询"] { #expect(body.contains(words)) }
    _ = planner
  }

  @Test("leave, interests and recusals are known to the own department and the keeper alone")
  func privateFacts() throws {
    let (test, planner) = try filledHouse()
    let ids = try test.store.read { try People.people(["SH-0001"], $0) }
    let inspector = try #require(ids["SH-0001"]?.inspector)
    let leave = PersonFactDraft(
      what: "病假", validFrom: CalendarDay(iso: "2026-06-01"),
      validUntil: CalendarDay(iso: "2026-06-30"), note: "住院手术")
    try People.note(
      .leave, leave, replacing: nil, of: .inspector(inspector), reason: "", by: planner,
      test.house)
    try test.account(
      "police", roles: [.planner], authority: "上海市公安局", department: "police")
    let own = try test.client("wang")
    let other = try test.client("police")
    for secret in ["住院手术", "亲属任职"] {
      #expect(try own.get("/inspectors/\(inspector)").text.contains(secret))
      #expect(try !other.get("/inspectors/\(inspector)").text.contains(secret))
    }
    let body = try other.get("/bodies/\(try test.bodyID(2))").text
    #expect(body.contains("张三") && !body.contains("亲属任职"))
    for kind in ["conflicts", "person-leaves"] {
      let address = "/exports/file?kind=\(kind)&format=csv"
      #expect(try own.get(address).text.contains("SH-0001"), "\(kind)")
      let seen = try other.get(address)
      #expect(seen.status == 200 && !seen.text.contains("SH-0001"), "\(kind)")
    }
  }

  @Test("a change of status needs a reason, leaves the draw's file and is in the history")
  func status() throws {
    let (test, planner) = try filledHouse()
    let client = try test.client("wang")
    let id = try #require(
      try test.store.read { try People.people(["SH-0001"], $0)["SH-0001"]?.inspector })
    _ = try client.get("/inspectors/\(id)")
    let unreasoned = try client.post("/inspectors/\(id)/status", [("status", "leave")])
    #expect(unreasoned.status == 422)
    #expect(unreasoned.text.contains("没有填写理由"))
    let same = try client.post(
      "/inspectors/\(id)/status", [("status", "active"), ("reason", "无")])
    #expect(same.text.contains("没有改动"))
    let changed = try client.post(
      "/inspectors/\(id)/status", [("status", "leave"), ("reason", "借调")])
    #expect(changed.location == "/inspectors/\(id)?done=saved")
    #expect(try client.get("/inspectors/\(id)").text.contains("状态 在岗 → 离岗"))
    let day = try #require(CalendarDay(iso: "2026-06-01"))
    let file = try test.store.read { db in
      try RegistryFiles.inspectorsFile(scope: planner.scope, on: day, db)
    }
    #expect(!String(decoding: file.bytes, as: UTF8.self).contains("SH-0001"))
    try test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    let stranger = try test.client("datong")
    #expect(try stranger.get("/inspectors/\(id)").status == 404)
    #expect(try stranger.get("/experts/1").status == 404)
    #expect(
      try stranger.post("/inspectors/\(id)/status", [("status", "ended"), ("reason", "x")]).status
        == 404)
  }

  @Test("an expert may not take an inspector's code, nor a unit of elsewhere be named")
  func peopleRefused() throws {
    let (test, planner) = try filledHouse()
    let expert = experts.replacing("ZJ-0001", with: "SH-0001")
    let first = try Imports.importFile(
      kind: .experts, fileName: "x.csv", bytes: Array(expert.utf8), accept: false, by: planner,
      test.house)
    #expect(first.findings.first?.reason.contains("检查人员的编号") == true)
    let text = """
      人员编号,姓名,所属单位,部门,执法证号,执法证有效期至,检查领域
      SH 9,甲,上海市市场监督管理局,公安,S,2028-12-31,机动车检验
      SH-9,乙,上海市市场监管局,,S,2028-12-31,机动车检验
      """
    let second = try Imports.importFile(
      kind: .inspectors, fileName: "x.csv", bytes: Array(text.utf8), accept: false, by: planner,
      test.house)
    #expect(second.counts.refused == 2)
    let said = second.findings.map { $0.reason + $0.suggestion }.joined()
    for words in ["不含空格和逗号", "与单位“上海市市场监督管理局”的部门不一致", "是否为：上海市市场监督管理局"] {
      #expect(said.contains(words), "\(words)")
    }
    let unknown = """
      人员编号,统一社会信用代码,回避理由
      SH-7777,\(RegistrySamples.uscc(2)),曾任职
      SH-0001,\(RegistrySamples.uscc(77)),曾任职
      """
    let third = try Imports.importFile(
      kind: .conflicts, fileName: "x.csv", bytes: Array(unknown.utf8), accept: false, by: planner,
      test.house)
    #expect(third.counts.refused == 2)
  }

  @Test("a calendar is imported by year, judged by weekday, and counts from its National Day")
  func calendar() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    func send(_ lines: String, accept: Bool) throws -> ImportReport {
      try Imports.importFile(
        kind: .calendar, fileName: "日历.tsv", bytes: Array(("日期\t类型\t来源\n" + lines).utf8),
        accept: accept, by: planner, test.house)
    }
    let partial = try send("2031-01-01\t放假\t通知\n2031-02-04\t调休上班\t通知\n", accept: false)
    #expect(partial.counts.refused == 1)
    #expect(partial.findings.first?.reason.contains("星期二，本来就是工作日") == true)
    #expect(partial.findings.last?.reason.contains("2031年没有10月1日放假") == true)
    #expect(try !test.store.read { try Reference.calendar($0) }.years.contains(2031))
    let whole = try send("2031-01-01\toff\t通知\n2031-10-01\t放假\t通知\n", accept: true)
    #expect(whole.counts.new == 2)
    let calendar = try test.store.read { try Reference.calendar($0) }
    #expect(calendar.years.contains(2031))
    let day = try #require(CalendarDay(iso: "2031-10-01"))
    #expect(try !calendar.isWorkingDay(day))
  }
}
