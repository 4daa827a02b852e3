import Foundation
import HTTP
import HTTPServer
import Testing

@Suite("Requests that are refused")
struct RefusalTests {
  @Test(
    "what is malformed never reaches the handler",
    arguments: [
      ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /%FF HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /a%0d%0aX: HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /a?b=%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /a HTTP/1.1\r\n\r\n", 400),
      ("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
      ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
      ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
      ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
      (
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "0\r\n\r\n", 400
      ),
      ("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
      (
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", 415
      ),
      ("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na", 405),
      ("DELETE /a HTTP/1.1\r\nHost: a\r\n\r\n", 405),
      ("OPTIONS /a HTTP/1.1\r\nHost: a\r\n\r\n", 405),
      ("BREW /a HTTP/1.1\r\nHost: a\r\n\r\n", 501),
      ("get /a HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    ])
  func malformed(raw: String, status: Int) throws {
    let bench = try Bench { _ in .text("handled") }
    let client = try bench.client()
    try client.send(raw)
    let answer = try client.answer()
    #expect(answer.status == status)
    if status == 405 { #expect(answer.headers["allow"] == "GET, HEAD, POST") }
    #expect(try bench.client().get("/").text == "handled")
  }

  @Test("the absolute form of a target is understood")
  func absoluteForm() throws {
    let bench = try Bench { .text($0.path) }
    let client = try bench.client()
    #expect(try client.get("http://example.org/a/b?c=1").text == "/a/b")
  }

  @Test(
    "garbage ends the connection and nothing else",
    arguments: [
      "\r\n\r\n\r\n\u{1}\u{2}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}",
      "GET /" + String(repeating: "a", count: 100_000) + " HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
    ])
  func garbage(raw: String) throws {
    let bench = try Bench {
      $0.timeoutSeconds = 1
    } handler: { _ in
      .text("handled")
    }
    let client = try bench.client()
    try? client.send(raw)
    if let answer = try? client.answer() { #expect((400...599).contains(answer.status)) }
    client.hangUp()
    // On a busy machine this one may be silent for longer than the server waits, and comes again.
    #expect(eventually { (try? bench.client().get("/").text) == "handled" })
  }

  @Test("a full queue is answered 503 at once with the time to come back")
  func full() throws {
    let gate = Gate()
    let bench = try Bench {
      $0.workers = 1
      $0.queueLimit = 1
    } handler: { request in
      gate.pass()
      return .text(request.path)
    }
    let clients = try (0..<3).map { _ in try bench.client() }
    try clients[0].send("GET /0 HTTP/1.1\r\nHost: a\r\n\r\n")
    gate.awaitArrival()
    try clients[1].send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { bench.metrics.queueDepth == 1 })
    let refused = try clients[2].get("/2")
    #expect(refused.status == 503)
    #expect(refused.headers["retry-after"] == "1")
    #expect(refused.text == "refused 503 /2")
    gate.open()
    gate.open()
    #expect(try clients[0].answer().text == "/0")
    #expect(try clients[1].answer().text == "/1")
    gate.open()
    #expect(try clients[2].get("/3").text == "/3")
    #expect(bench.metrics.refused == 1)
  }
}
