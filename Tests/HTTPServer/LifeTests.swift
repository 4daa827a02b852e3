import Foundation
import HTTP
import HTTPServer
import Synchronization
import Testing

@Suite("Threads, aborts and stopping")
struct LifeTests {
  /// `/slow` waits at the gate, anything else answers at once.
  private func bench(
    _ gate: Gate, _ change: (inout ServerConfiguration) -> Void = { _ in }
  ) throws -> Bench {
    try Bench(change) { request in
      if request.path == "/slow" { gate.pass() }
      return .text(request.path)
    }
  }

  @Test("a slow request delays no other")
  func slow() throws {
    let gate = Gate()
    let bench = try bench(gate) { $0.workers = 2 }
    let slow = try bench.client()
    try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    gate.awaitArrival()
    let quick = try bench.client()
    for _ in 0..<20 { #expect(try quick.get("/quick").text == "/quick") }
    gate.open()
    #expect(try slow.answer().text == "/slow")
  }

  @Test("one address holds a part of the connections only, unless all must come from this machine")
  func perAddress() throws {
    let open = try Bench { configuration in
      configuration.host = "0.0.0.0"
      configuration.pollThreads = 1
      configuration.connectionLimit = 8
    } handler: { _ in
      .text("ok")
    }
    let held = try (0..<2).map { _ in
      let client = try open.client()
      try client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
      return client
    }
    // A client that was turned away sees its connection end without an answer.
    #expect(eventually { (try? open.client().get("/").status) == nil })
    for client in held { client.hangUp() }
    #expect(eventually { (try? open.client().get("/").status) == 200 })
    let shut = try Bench {
      $0.connectionLimit = 8
    } handler: { _ in
      .text("ok")
    }
    let clients = try (0..<6).map { _ in try shut.client() }
    for client in clients { #expect(try client.get("/").status == 200) }
  }

  @Test("a client that leaves while its request is handled harms nobody")
  func abort() throws {
    let gate = Gate()
    let bench = try bench(gate)
    for _ in 0..<20 {
      let client = try bench.client()
      try client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
      gate.awaitArrival()
      client.hangUp()
      gate.open()
    }
    #expect(eventually { bench.metrics.inFlight == 0 })
    #expect(try bench.client().get("/quick").text == "/quick")
  }

  @Test("stopping refuses newcomers and finishes what is under way")
  func gracefulStop() throws {
    let gate = Gate()
    let bench = try bench(gate) { $0.workers = 1 }
    let idle = try bench.client()
    #expect(try idle.get("/quick").text == "/quick")
    let slow = try bench.client()
    let queued = try bench.client()
    try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    gate.awaitArrival()
    try queued.send("GET /queued HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { bench.metrics.queueDepth == 1 })
    let port = bench.server.port
    let stopped = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      bench.server.stop(graceSeconds: 600)
      stopped.signal()
    }
    #expect(eventually { (try? RawClient(port: port)) == nil })
    gate.open()
    let last = try slow.answer()
    #expect(last.text == "/slow")
    #expect(last.headers["connection"]?.lowercased() == "close")
    #expect(try queued.answer().text == "/queued")
    stopped.wait()
    #expect(idle.isEnded())
    #expect(slow.isEnded())
  }

  @Test("stopping without patience cuts what is under way and does not wait for the handler")
  func hardStop() throws {
    let gate = Gate()
    let bench = try bench(gate) { $0.workers = 1 }
    let clients = try (0..<3).map { _ in try bench.client() }
    try clients[0].send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    gate.awaitArrival()
    try clients[1].send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { bench.metrics.queueDepth == 1 })
    try clients[2].send("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
    bench.server.stop(graceSeconds: 0)
    for client in clients { #expect(client.isEnded()) }
    gate.open()
    bench.server.stop(graceSeconds: 0)
  }

  @Test("many clients at once all get their own answers")
  func crowd() throws {
    let bench = try Bench { request in
      .text(request.path + String(repeating: ".", count: Int(request.query["n"] ?? "") ?? 0))
    }
    let wrong = Mutex(0)
    let port = bench.server.port
    DispatchQueue.concurrentPerform(iterations: 16) { number in
      do {
        let client = try RawClient(port: port)
        for turn in 0..<100 {
          let size = (number * 7919 + turn * 104_729) % 200_000
          let answer = try client.get("/\(number)-\(turn)?n=\(size)")
          let path = "/\(number)-\(turn)"
          if !answer.text.hasPrefix(path + ".") && size > 0
            || answer.body.count != path.utf8.count + size
          {
            wrong.withLock { $0 += 1 }
          }
        }
      } catch {
        wrong.withLock { $0 += 1 }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test("a port in use is named in the error")
  func portInUse() throws {
    let bench = try Bench { _ in .text("x") }
    let port = bench.server.port
    #expect(throws: ServerError.portInUse(host: "127.0.0.1", port: port)) {
      try Bench {
        $0.port = port
      } handler: { _ in
        .text("x")
      }
    }
  }

  @Test("settings that cannot work are refused with a sentence")
  func settings() throws {
    #expect(throws: ServerError.hostNotNumeric("localhost")) {
      try Bench {
        $0.host = "localhost"
      } handler: { _ in
        .text("x")
      }
    }
    #expect(
      throws: ServerError.setting(name: "workers", value: 0, allowed: "1～4096")
    ) {
      try Bench {
        $0.workers = 0
      } handler: { _ in
        .text("x")
      }
    }
    #expect(throws: ServerError.self) {
      try Bench {
        $0.uploadFolder += "/missing"
      } handler: { _ in
        .text("x")
      }
    }
    #expect(throws: ServerError.alreadyStarted) {
      let bench = try Bench { _ in .text("x") }
      try bench.server.start()
    }
  }

  @Test("one polling thread is enough, and IPv6 works")
  func small() throws {
    let bench = try Bench {
      $0.pollThreads = 1
      $0.workers = 1
      $0.host = "::"
    } handler: {
      .text($0.remoteAddress)
    }
    #expect(try bench.client().get("/").text == "127.0.0.1")
  }
}
