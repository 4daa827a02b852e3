import Foundation
import HTTP
import HTTPServer
import Synchronization
import Testing

@Suite("Uploads and limits")
struct UploadTests {
  private let type = "multipart/form-data; boundary=XyZ0"

  private func form(_ parts: [(head: String, body: [UInt8])]) -> [UInt8] {
    parts.flatMap { part in
      Array("--XyZ0\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8) + part.body
        + Array("\r\n".utf8)
    } + Array("--XyZ0--\r\n".utf8)
  }

  /// Has line ends and dashes in it, where a careless parser would cut.
  private func noise(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Array("\r\n-XyZ\u{0}\u{7F}".utf8)[Int(state >> 24) % 8]
    }
  }

  @Test("a big file arrives on disk byte for byte and is removed after the response")
  func bigFile() throws {
    let content = noise(8 << 20)
    let seen = Mutex<[String]>([])
    let bench = try Bench { request in
      guard let file = request.files.first,
        let data = FileManager.default.contents(atPath: file.path)
      else { return .text("no file", status: 500) }
      seen.withLock { $0.append(file.path) }
      let isSame = data == Data(content) && file.size == content.count
      return .text("\(file.field) \(file.fileName) \(isSame) \(request.form["note"] ?? "")")
    }
    let client = try bench.client()
    let body = form([
      ("name=\"note\"", Array("说明".utf8)),
      ("name=\"evidence\"; filename=\"照片.jpg\"\r\nContent-Type: image/jpeg", content),
      ("name=\"none\"; filename=\"\"", []),
    ])
    #expect(try client.post("/up", type: type, body: body).text == "evidence 照片.jpg true 说明")
    #expect(eventually { bench.filesInFolder.isEmpty })
    let path = try #require(seen.withLock { $0.first })
    #expect(path.hasPrefix(bench.folder))
  }

  @Test("blank fields of a repeated name keep their places")
  func blanks() throws {
    let bench = try Bench { .text($0.form.all("a").joined(separator: ",")) }
    let client = try bench.client()
    let body = form(["", "x", "", "", "y"].map { ("name=\"a\"", Array($0.utf8)) })
    #expect(try client.post("/", type: type, body: body).text == ",x,,,y")
  }

  @Test("an empty file is a file")
  func emptyFile() throws {
    let bench = try Bench { request in
      .text(request.files.map { "\($0.fileName):\($0.size)" }.joined())
    }
    let body = form([("name=\"f\"; filename=\"a.txt\"", [])])
    #expect(try bench.client().post("/", type: type, body: body).text == "a.txt:0")
  }

  @Test("a damaged form is answered 400")
  func damaged() throws {
    let bench = try Bench { _ in .text("handled") }
    let client = try bench.client()
    let cut = Array(form([("name=\"a\"", [1])]).dropLast(8))
    #expect(try client.post("/", type: type, body: cut).status == 400)
    #expect(try client.post("/", type: type, body: form([("name=\"a\"", [0xFF])])).status == 400)
    #expect(try client.post("/", type: type, body: form([("name=\"a\"", [0])])).status == 400)
    let encoded = "application/x-www-form-urlencoded"
    #expect(try client.post("/", type: encoded, body: Array("a=%zz".utf8)).status == 400)
    #expect(try client.get("/").text == "handled")
    #expect(bench.filesInFolder.isEmpty)
  }

  @Test("too large is answered 413 after the body, and the connection goes on")
  func tooLarge() throws {
    let bench = try Bench {
      $0.formLimitBytes = 1000
      $0.uploadLimitBytes = 100_000
    } handler: { _ in
      .text("handled")
    }
    let client = try bench.client()
    let encoded = "application/x-www-form-urlencoded"
    let long = Array(repeating: UInt8(ascii: "a"), count: 1001)
    for (type, body) in [
      (encoded, long), ("application/json", long),
      (type, form([("name=\"f\"; filename=\"f\"", noise(100_000))])),
      (type, form([("name=\"a\"", long)])),
      (type, form((0..<101).map { ("name=\"f\(number($0))\"; filename=\"f\"", [1]) })),
    ] {
      let answer = try client.post("/x", type: type, body: body)
      #expect(answer.status == 413)
      #expect(answer.text == "refused 413 /x")
    }
    #expect(try client.post("/x", type: encoded, body: Array(long.dropLast())).text == "handled")
    try client.send(
      "POST /c HTTP/1.1\r\nHost: a\r\nContent-Type: \(encoded)\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for _ in 0..<11 { try client.send("64\r\n" + String(repeating: "b", count: 100) + "\r\n") }
    try client.send("0\r\n\r\n")
    #expect(try client.answer().status == 413)
    #expect(try client.get("/").text == "handled")
    #expect(eventually { bench.filesInFolder.isEmpty })
  }

  private func number(_ value: Int) -> String { String(value) }

  @Test("who asks before sending too much is told at once")
  func expectation() throws {
    let bench = try Bench {
      $0.formLimitBytes = 10
    } handler: {
      .text("\($0.body.count)")
    }
    let client = try bench.client()
    try client.send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
    #expect(try client.answer().status == 413)
    let other = try bench.client()
    try other.send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nabcde")
    #expect(try other.answer().text == "5")
  }

  @Test("an upload broken off leaves no file")
  func brokenOff() throws {
    // The library may miss a client that leaves; then the silence ends the connection.
    let bench = try Bench {
      $0.timeoutSeconds = 3
    } handler: { _ in
      .text("handled")
    }
    let body = form([("name=\"f\"; filename=\"f\"", noise(500_000))])
    func begun() throws -> RawClient {
      let client = try bench.client()
      try client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
      )
      try client.send(Array(body.prefix(400_000)))
      return client
    }
    var client: RawClient?
    let isThere = eventually {
      if client != nil, bench.filesInFolder.count == 1 { return true }
      // A byte more, so that it is not silent; on a busy machine it may have been, and the server
      // ended it: then it begins again.
      do {
        if let client { try client.send([0]) } else { client = try begun() }
      } catch {
        client = nil
      }
      return false
    }
    #expect(isThere)
    client?.hangUp()
    #expect(eventually { bench.filesInFolder.isEmpty })
    #expect(eventually { (try? bench.client().get("/").text) == "handled" })
  }
}
