import HTTP
import Testing

@Suite("Router")
struct RouterTests {
  private func router(_ patterns: (Method, String)...) throws -> Router<String> {
    try Router(
      patterns.map {
        (method: $0.0, pattern: $0.1, endpoint: "\($0.0.rawValue) \($0.1)")
      })
  }

  private func found(
    _ router: Router<String>, _ method: Method, _ path: String
  ) -> (endpoint: String, parameters: Parameters)? {
    if case .found(let endpoint, let parameters) = router.match(method, path) {
      return (endpoint, parameters)
    }
    return nil
  }

  private func isUnknown(_ router: Router<String>, _ path: String) -> Bool {
    if case .notFound = router.match(.get, path) { true } else { false }
  }

  @Test("a path finds its pattern and names its parts")
  func parameters() throws {
    let router = try router(
      (.get, "/"), (.get, "/bodies"), (.get, "/bodies/:id"), (.get, "/bodies/:id/sites/:site"))
    #expect(found(router, .get, "/")?.endpoint == "GET /")
    #expect(found(router, .get, "/bodies")?.endpoint == "GET /bodies")
    #expect(found(router, .get, "/bodies/7")?.parameters.integer("id") == 7)
    let deep = try #require(found(router, .get, "/bodies/甲/sites/乙"))
    #expect(deep.parameters["id"] == "甲")
    #expect(deep.parameters["site"] == "乙")
    #expect(deep.parameters["other"] == nil)
  }

  @Test("a literal beats a parameter, whichever was declared first")
  func literalFirst() throws {
    for patterns in [["/a/new", "/a/:id"], ["/a/:id", "/a/new"]] {
      let router = try Router(
        patterns.map { (method: Method.get, pattern: $0, endpoint: $0) })
      #expect(found(router, .get, "/a/new")?.endpoint == "/a/new")
      #expect(found(router, .get, "/a/newer")?.endpoint == "/a/:id")
    }
  }

  @Test("a literal without the method gives way to a parameter that has it")
  func stepsBack() throws {
    let router = try router((.get, "/a/new"), (.post, "/a/:id"))
    #expect(found(router, .post, "/a/new")?.endpoint == "POST /a/:id")
    #expect(found(router, .post, "/a/new")?.parameters["id"] == "new")
  }

  @Test("a literal branch that ends too early gives way to the parameter branch")
  func stepsBackDeeply() throws {
    let router = try router((.get, "/a/b/c"), (.get, "/a/:x/d"))
    #expect(found(router, .get, "/a/b/d")?.parameters["x"] == "b")
  }

  @Test("HEAD is answered by the GET route")
  func head() throws {
    let router = try router((.get, "/a"), (.post, "/b"))
    #expect(found(router, .head, "/a")?.endpoint == "GET /a")
    #expect(found(router, .head, "/b") == nil)
  }

  @Test("a path without the method tells which methods it has")
  func wrongMethod() throws {
    let router = try router((.get, "/a"), (.post, "/b"), (.get, "/c"), (.post, "/c"))
    guard case .wrongMethod(let first) = router.match(.post, "/a") else {
      Issue.record("no 405")
      return
    }
    #expect(first == [.get, .head])
    guard case .wrongMethod(let second) = router.match(.get, "/b") else {
      Issue.record("no 405")
      return
    }
    #expect(second == [.post])
  }

  @Test(
    "paths that are nearly right are not found",
    arguments: ["", "a", "/a/", "//a", "/a//", "/A", "/a/1/2", "/a/1/", "/b"])
  func notFound(path: String) throws {
    #expect(isUnknown(try router((.get, "/a"), (.get, "/a/:id")), path))
  }

  @Test("two patterns for the same paths are refused, even with other names")
  func duplicates() {
    #expect(throws: RouterFault.duplicate(.get, "/a/:id", "/a/:name")) {
      try router((.get, "/a/:id"), (.get, "/a/:name"))
    }
    #expect(throws: RouterFault.duplicate(.get, "/a", "/a")) {
      try router((.get, "/a"), (.get, "/a"))
    }
  }

  @Test("patterns that share a path without one being more literal are refused")
  func ambiguous() {
    #expect(throws: RouterFault.ambiguous(.get, "/a/:x/c", "/a/b/:y")) {
      try router((.get, "/a/:x/c"), (.get, "/a/b/:y"))
    }
  }

  @Test("the same pattern for two methods is no conflict and keeps its own names")
  func methodsApart() throws {
    let router = try router((.get, "/a/:id"), (.post, "/a/:name"), (.post, "/a/b"))
    #expect(found(router, .get, "/a/1")?.parameters["id"] == "1")
    #expect(found(router, .post, "/a/1")?.parameters["name"] == "1")
  }

  @Test(
    "malformed patterns are refused", arguments: ["", "a", "/a/", "//", "/:", "/a/:id/b/:id"])
  func malformed(pattern: String) {
    #expect(throws: RouterFault.malformed(pattern: pattern)) { try router((.get, pattern)) }
  }

  @Test(
    "a number in a path is digits only",
    arguments: [
      ("0", 0), ("42", 42), ("-1", nil), ("+1", nil), ("", nil), ("１", nil),
      ("99999999999999999999", nil), ("1 ", nil),
    ] as [(String, Int?)])
  func integers(text: String, number: Int?) {
    #expect(Parameters([("id", text)]).integer("id") == number)
  }
}
