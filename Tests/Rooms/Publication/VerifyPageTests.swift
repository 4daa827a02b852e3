import Crypto
import DrawWeb
import Supervision
import Testing

@testable import Composition
@testable import Draws
@testable import Kernel

/// The page on which anybody recomputes a draw; what it does in a browser is walked in
/// `Tests/Browser/verifying.py`.
@Suite struct VerifyPageTests {
  /// The address of an asset, as the verifying page names it.
  private func address(_ start: String, in page: String) throws -> String {
    let from = try #require(page.firstRange(of: "/assets/\(start)."))
    return String(page[from.lowerBound...].prefix { $0 != "\"" })
  }

  @Test("the build carries the draw as a WebAssembly module of reasonable size")
  func module() throws {
    #expect(DrawWeb.module.starts(with: [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0]))
    #expect((50_000...1_000_000).contains(DrawWeb.module.count))
    for name in ["mingcha_verify", "mingcha_draw", "read_roster", "progress"] {
      #expect(DrawWeb.module.firstRange(of: Array(name.utf8)) != nil, "\(name)")
    }
    let test = try TestHouse()
    defer { withExtendedLifetime(test) {} }
    let visitor = test.visitor()
    let path = try address("draw", in: visitor.get("/verify").text)
    let answer = try visitor.get(path)
    #expect(answer.bytes == DrawWeb.module)
    #expect(answer.header("content-type") == "application/wasm")
  }

  @Test("WebAssembly and workers are allowed on the verifying page and in its worker only")
  func policies() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    let visitor = scene.test.visitor()
    let page = try visitor.get("/verify")
    let policy = try #require(page.header("content-security-policy"))
    #expect(policy.contains("script-src 'self' 'wasm-unsafe-eval';"))
    #expect(policy.contains("worker-src 'self'"))
    let worker = try visitor.get(try address("verify-engine", in: page.text))
    #expect(
      worker.header("content-security-policy")
        == "default-src 'none'; script-src 'wasm-unsafe-eval'")
    for path in [
      "/", "/rules", "/public/draws", "/public/draws/1", "/public/bodies", "/sign-in",
      "/verify/offline.html", "/verify/nowhere", try address("verify", in: page.text),
      try address("draw", in: page.text),
    ] {
      let policy = try #require(try visitor.get(path).header("content-security-policy"))
      #expect(!policy.contains("wasm"), "\(path)")
      #expect(policy.contains("worker-src 'none'"), "\(path)")
    }
  }

  @Test("the one-file page needs nothing from outside and is what its digest says")
  func offline() throws {
    let test = try TestHouse()
    defer { withExtendedLifetime(test) {} }
    let visitor = test.visitor()
    let answer = try visitor.get("/verify/offline.html")
    #expect(answer.header("content-disposition")?.contains("mingcha-verify.html") == true)
    let digest = hex(sha256(answer.bytes))
    #expect(try visitor.get("/verify").text.contains(digest))
    let page = answer.text
    #expect(page.contains("default-src 'none'"))
    for outside in ["src=\"", "http:", "https:", "url(", "@import", "connect-src"] {
      #expect(!page.contains(outside), "\(outside)")
    }
    // Only the house's own icon, which is empty.
    #expect(page.ranges(of: "href=\"").count == 1)
    #expect(page.ranges(of: "</script>").count == 4)
    #expect(page.ranges(of: "</style>").count == 1)
  }

  @Test("the policy of the one-file page names exactly its scripts and its style")
  func offlinePolicy() throws {
    let test = try TestHouse()
    let page = try test.visitor().get("/verify/offline.html").text
    let head = page.prefix(2_000)
    var named = Set(head.matches(of: /'sha256-([A-Za-z0-9+\/=]+)'/).map { String($0.1) })
    #expect(named.count == 4)
    let style = page.matches(of: /(?s)<style>(.*?)<\/style>/).map { String($0.1) }
    let scripts = page.matches(of: /(?s)<script(?: id="verify-engine")?>(.*?)<\/script>/)
      .map { String($0.1) }
    #expect(scripts.count == 3)
    for text in style + scripts {
      let plain = base64URL(sha256(Array(text.utf8)))
        .replacing("-", with: "+").replacing("_", with: "/")
      #expect(named.remove(plain + "=") != nil)
    }
    #expect(named.isEmpty)
  }

  @Test("a revealed draw is offered to the verifier with its published digest")
  func revealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let digest = try #require(try scene.model(draw).endDigest)
    let page = try scene.test.visitor().get("/verify?draw=1").text
    #expect(page.contains("data-archive=\"/public/draws/1/zip\""))
    #expect(page.contains("data-digest=\"\(digest)\""))
    #expect(page.contains("下载这次抽取的资料"))
    #expect(try scene.test.visitor().get("/public/draws/1").text.contains("/verify?draw=1"))
  }

  @Test("a sealed draw says when it can be verified and tells nothing else")
  func sealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    let page = try scene.test.visitor().get("/verify?draw=1").text
    #expect(page.contains("检查结束后才公开资料"))
    #expect(page.contains(try #require(try scene.model(draw).drawnDigest)))
    #expect(!page.contains("data-archive"))
    #expect(!page.contains("/zip"))
  }

  @Test("a draw that has not been drawn says so")
  func notYet() throws {
    let scene = try DrawScene()
    _ = try scene.freeze(try scene.plan())
    let page = try scene.test.visitor().get("/verify?draw=1").text
    #expect(page.contains("这次抽取还没有进行"))
    #expect(!page.contains("data-archive"))
  }

  @Test("a void draw says so with its reason")
  func void() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    let reason = "名单封存后发现一家机构重复登记"
    let answer = try scene.test.client("planner").post("/draws/\(draw)/void", [("reason", reason)])
    #expect(answer.status == 303)
    let page = try scene.test.visitor().get("/verify?draw=1").text
    #expect(page.contains("已作废"))
    #expect(page.contains(reason))
    #expect(!page.contains("data-archive"))
  }

  @Test(
    "a number that no draw has is answered with a sentence",
    arguments: ["7", "0", "-1", "x", "99999999999999999999", "%3Ci%3E", "1%2F2"])
  func unknown(number: String) throws {
    let test = try TestHouse()
    let answer = try withExtendedLifetime(test) { try test.visitor().get("/verify?draw=\(number)") }
    #expect(answer.status == 200)
    #expect(answer.text.contains("没有编号为"))
    #expect(!answer.text.contains("<i>"))
  }
}
