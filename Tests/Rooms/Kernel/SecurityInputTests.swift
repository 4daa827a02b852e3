import HTTP
import Storage
import Supervision
import Testing

@testable import Composition
@testable import Kernel
@testable import Plans

@Suite("What no form may bring in")
struct SecurityInputTests {
  @Test(
    "a character nobody can see is refused, with where it stands and nothing stored",
    arguments: [
      "\u{202E}", "\u{200B}", "\u{FEFF}", "\u{2066}", "\u{00AD}", "\u{0007}", "\u{2028}",
      "\u{E0041}",
    ])
  func hidden(mark: String) throws {
    let test = try TestHouse()
    try test.account("system", roles: [.systemAdministrator])
    let client = try test.client("system")
    let answer = try client.post(
      "/authorities",
      [
        ("name", "上海市\(mark)公安局"), ("department", "police"), ("level", "city"),
        ("region", "310000"),
      ])
    #expect(answer.status == 422)
    #expect(answer.text.contains("“上海市”之后有看不见的字符（U+"))
    let stored = try test.store.read {
      try $0.count("SELECT count(*) AS value FROM authorities WHERE department = 'police'")
    }
    #expect(stored == 0)
  }

  @Test("a text that is long in bytes but short in letters is refused")
  func marks() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let flood = "计划e" + String(repeating: "\u{0301}", count: 3000)
    let answer = try scene.test.client("planner").post("/plans/\(plan)/edit", [("title", flood)])
    #expect(answer.status == 422)
    #expect(answer.text.contains("叠加了过多的附加符号"))
  }

  @Test("a field longer than any page asks for is refused, line breaks and rare letters are not")
  func length() {
    func faults(_ value: String) -> [String] {
      FormGuard.faults(in: Request(form: Fields([("a", value)])))
    }
    #expect(faults(String(repeating: "字", count: FormGuard.scalarLimit)).isEmpty)
    #expect(faults(String(repeating: "字", count: FormGuard.scalarLimit + 1)).count == 1)
    #expect(faults("一行\r\n又一行\t𠮷野家 龘 ① é e\u{0301} —— “引号”").isEmpty)
  }

  @Test("a file name that reads backwards is refused")
  func fileName() {
    let request = Request(files: [
      UploadedFile(field: "file", fileName: "机构\u{202E}vsc.exe", path: "/dev/null", size: 0)
    ])
    #expect(FormGuard.faults(in: request).first?.hasPrefix("文件名有问题") == true)
  }

  @Test("an address behind a proxy is the one this machine's proxy saw")
  func clientAddress() {
    func address(_ peer: String, _ chain: String?) -> String {
      Request(
        headers: chain.map { [("X-Forwarded-For", $0)] } ?? [], remoteAddress: peer
      ).clientAddress
    }
    #expect(address("203.0.113.7", nil) == "203.0.113.7")
    #expect(address("203.0.113.7", "198.51.100.1") == "203.0.113.7")
    #expect(address("127.0.0.1", "6.6.6.6, 198.51.100.1") == "198.51.100.1")
    #expect(address("127.0.0.1", "<b>") == "127.0.0.1")
    #expect(address("127.0.0.1", nil) == "127.0.0.1")
  }

  @Test("metrics answer a program on this machine and nobody through its proxy")
  func metrics() throws {
    let test = try TestHouse()
    func status(_ request: Request) -> Int { test.house.handle(request).status }
    #expect(status(Request(path: "/metrics")) == 200)
    #expect(
      status(Request(path: "/metrics", headers: [("X-Forwarded-For", "203.0.113.7")])) == 404)
    #expect(status(Request(path: "/metrics", remoteAddress: "203.0.113.7")) == 404)
  }
}

extension SecurityInputTests {
  @Test(
    "days no calendar of ours reaches are refused in a plan",
    arguments: ["0001-01-01", "9999-12-31"])
  func days(day: String) throws {
    let scene = try DrawScene()
    var content = try scene.content()
    let odd = try #require(CalendarDay(iso: day))
    content.selfCheckUntil = odd
    content.visitsFrom = odd
    content.visitsUntil = odd
    content.resultsUntil = odd
    #expect(throws: Problem.self) {
      try Plans.create(content, by: scene.planner, scene.test.house)
    }
  }
}
