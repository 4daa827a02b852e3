import Foundation
import HTTP
import HTTPServer
import Testing

@Suite("Requests and answers over a socket")
struct ExchangeTests {
  private func echo() throws -> Bench {
    try Bench { request in
      let form = request.form.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
      return .text("\(request.method.rawValue) \(request.path) [\(form)] \(request.body.count)")
    }
  }

  @Test("one connection carries many requests")
  func keepAlive() throws {
    let bench = try echo()
    let client = try bench.client()
    for number in 0..<50 {
      #expect(try client.get("/\(number)").text == "GET /\(number) [] 0")
    }
  }

  @Test("requests sent before the answers come are answered in order")
  func pipeline() throws {
    let bench = try echo()
    let client = try bench.client()
    try client.send((0..<5).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
    for number in 0..<5 { #expect(try client.answer().text == "GET /\(number) [] 0") }
  }

  @Test("the handler sees path, query, headers, cookies and the peer, each request its own id")
  func requestFacts() throws {
    let bench = try Bench { request in
      .text(
        [
          request.path, request.query["q"] ?? "", request.query.all("a").joined(separator: ","),
          request.header("X-Test") ?? "", request.cookie("s") ?? "", request.remoteAddress,
          "\(request.isSecure)", request.id,
        ].joined(separator: "|"))
    }
    let client = try bench.client()
    let path = "/%E6%98%8E%20x?q=%E5%AF%9F+1&a=1&a=2"
    let headers = "x-test: v\r\nCookie: s=abc\r\n"
    let first = try client.get(path, headers: headers).text.split(separator: "|")
    let second = try client.get(path, headers: headers).text.split(separator: "|")
    #expect(first.dropLast() == ["/明 x", "察 1", "1,2", "v", "abc", "127.0.0.1", "false"])
    #expect(first.last?.count == 16)
    #expect(first.last != second.last)
  }

  @Test("nothing in an answer names the server")
  func anonymous() throws {
    let bench = try Bench { _ in
      var response = Response.text("x")
      response.setHeader("Server", "secret/1.0")
      return response
    }
    let answer = try bench.client().get("/")
    #expect(answer.headers["server"] == nil)
    #expect(!answer.headers.values.contains { $0.lowercased().contains("microhttpd") })
  }

  @Test("HEAD gets the headers of GET, no body, and the connection goes on")
  func head() throws {
    let bench = try echo()
    let client = try bench.client()
    let get = try client.get("/abc")
    let head = try client.get("/abcd", method: "HEAD")
    #expect(head.status == 200)
    #expect(Int(head.headers["content-length"] ?? "") == get.body.count + 2)
    #expect(try client.get("/abc").text == get.text)
  }

  @Test("a url-encoded form arrives, also in chunks")
  func forms() throws {
    let bench = try echo()
    let client = try bench.client()
    let type = "application/x-www-form-urlencoded; charset=UTF-8"
    #expect(
      try client.post("/f", type: type, body: Array("a=1&b=%E6%98%8E".utf8)).text
        == "POST /f [a=1;b=明] 0")
    try client.send(
      "POST /c HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "4\r\na=1&\r\n")
    try client.send("b;ext=1\r\nb=%E6%98%8E\r\n0\r\nTrailer: x\r\n\r\n")
    #expect(try client.answer().text == "POST /c [a=1;b=明] 0")
    #expect(try client.get("/after").text == "GET /after [] 0")
  }

  @Test("a body that is no form arrives as bytes")
  func otherBody() throws {
    let bench = try echo()
    let client = try bench.client()
    let body = [UInt8](repeating: 7, count: 100_000)
    #expect(try client.post("/j", type: "application/json", body: body).text == "POST /j [] 100000")
  }

  @Test("an unchanged page is answered 304 without a body")
  func notModified() throws {
    let bench = try Bench { _ in
      var response = Response.text("content")
      response.setHeader("ETag", "\"v1\"")
      response.setHeader("Cache-Control", "max-age=60")
      return response
    }
    let client = try bench.client()
    #expect(try client.get("/").status == 200)
    for known in ["\"v1\"", "W/\"v1\"", "\"v0\", \"v1\" ", "*"] {
      let answer = try client.get("/", headers: "If-None-Match: \(known)\r\n")
      #expect(answer.status == 304)
      #expect(answer.headers["etag"] == "\"v1\"")
      #expect(answer.headers["cache-control"] == "max-age=60")
      #expect(answer.headers["content-type"] == nil)
    }
    #expect(try client.get("/", headers: "If-None-Match: \"v2\"\r\n").text == "content")
    let post = try client.post(
      "/", type: "text/plain", body: [], headers: "If-None-Match: \"v1\"\r\n")
    #expect(post.status == 200)
  }

  @Test("a file is sent from disk and removed if asked for")
  func files() throws {
    let path = NSTemporaryDirectory() + "mingcha-file-" + UUID().uuidString
    let content = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try content.write(to: URL(fileURLWithPath: path))
    let bench = try Bench { request in
      .file(
        path: path, size: 3_000_000, type: "application/zip", fileName: "证据.zip",
        removing: request.path == "/last")
    }
    let client = try bench.client()
    #expect(try client.get("/", method: "HEAD").headers["content-length"] == "3000000")
    for path in ["/first", "/last"] {
      let answer = try client.get(path)
      #expect(answer.body == Array(content))
      #expect(answer.headers["content-disposition"]?.contains("%E8%AF%81%E6%8D%AE.zip") == true)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    let gone = try client.get("/again")
    #expect(gone.status == 500)
    #expect(gone.text == "refused 500 /again")
  }

  @Test("a text is compressed only when the response allows and the client takes it")
  func compression() throws {
    let text = String(repeating: "抽查结果，", count: 500)
    let bench = try Bench { request in
      var response = Response.text(request.path == "/short" ? "short" : text)
      response.isCompressible = request.path != "/secret"
      response.setHeader("ETag", "\"v1\"")
      return response
    }
    let client = try bench.client()
    let packed = try client.get("/", headers: "Accept-Encoding: br, gzip;q=0.5\r\n")
    #expect(packed.headers["content-encoding"] == "gzip")
    #expect(packed.headers["vary"] == "Accept-Encoding")
    #expect(packed.headers["etag"] == "W/\"v1\"")
    #expect(packed.body == gzip(Array(text.utf8)))
    #expect(packed.body.count < 500)
    for (path, accepted) in [
      ("/", "gzip;q=0"), ("/", "br"), ("/short", "gzip"), ("/secret", "gzip, *"),
    ] {
      let answer = try client.get(path, headers: "Accept-Encoding: \(accepted)\r\n")
      #expect(answer.headers["content-encoding"] == nil)
      #expect(answer.text == (path == "/short" ? "short" : text))
    }
  }

  @Test("what gzip packs, another program unpacks")
  func gzipFormat() throws {
    for size in [0, 1, 100_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 2_654_435_761 >> 7) }
      let path = NSTemporaryDirectory() + "mingcha-" + UUID().uuidString + ".gz"
      try Data(gzip(bytes)).write(to: URL(fileURLWithPath: path))
      defer { try? FileManager.default.removeItem(atPath: path) }
      #expect(try Tool.run("gzip", "-dc", path).output == Data(bytes))
    }
  }
}
