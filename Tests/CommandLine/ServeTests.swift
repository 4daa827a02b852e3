import Foundation
import Glibc
import Testing

@Suite("mingcha serve")
struct ServeTests {
  /// The server on a free port with its data in `folder`, and the port.
  private func start(_ folder: Folder, _ more: String...) throws -> (Running, UInt16) {
    let server = try Running(["serve", "--port", "0", "--data", "d"] + more, in: folder)
    let line = try server.line("明察已启动：")
    let port = try #require(line.firstMatch(of: /:([0-9]+)\/$/).flatMap { UInt16($0.1) })
    return (server, port)
  }

  /// What is answered to one GET on a connection of its own.
  private func get(_ path: String, _ port: UInt16) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(code == 0)
    let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
    try #require(write(descriptor, request, request.utf8.count) == request.utf8.count)
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      answer += chunk[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  @Test("starts, answers and ends in peace when told to", arguments: [SIGTERM, SIGINT])
  func life(_ signal: Int32) throws {
    let folder = Folder()
    let (server, port) = try start(folder)
    #expect(try server.line("数据库：") == "数据库：d/mingcha.db")
    let health = try get("/healthz", port)
    #expect(health.hasPrefix("HTTP/1.1 200 "))
    #expect(health.hasSuffix("\r\n\r\nok\n"))
    #expect(try get("/readyz", port).hasSuffix("\r\n\r\nready\n"))
    #expect(try get("/metrics", port).contains("\n# TYPE "))
    #expect(try get("/", port).hasPrefix("HTTP/1.1 "))
    server.signal(signal)
    #expect(server.wait() == 0)
    #expect(server.output.hasSuffix("正在退出：处理完手头的请求。\n"))
    #expect(folder.names == ["d", "d/mingcha.db", "d/uploads"], "the log is brought into the file")
  }

  @Test("starts again on its own database")
  func again() throws {
    let folder = Folder()
    for _ in 0..<2 {
      let (server, port) = try start(folder)
      #expect(try get("/readyz", port).hasPrefix("HTTP/1.1 200 "))
      server.signal(SIGTERM)
      #expect(server.wait() == 0)
    }
  }

  @Test("nobody else on the machine reads the data, and left uploads are cleared away")
  func keptShut() throws {
    let folder = Folder()
    let uploads = URL(filePath: folder.path).appending(path: "d/uploads")
    try FileManager.default.createDirectory(at: uploads, withIntermediateDirectories: true)
    for (name, age) in [("upload-old", 7200.0), ("upload-new", 0), ("other", 7200)] {
      let path = uploads.appending(path: name).path
      try Data("x".utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    }
    let (server, port) = try start(folder)
    #expect(try get("/readyz", port).hasPrefix("HTTP/1.1 200 "))
    for name in ["mingcha.db", "mingcha.db-wal", "mingcha.db-shm"] {
      let path = URL(filePath: folder.path).appending(path: "d/\(name)").path
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect((mode ?? 0o777) & 0o007 == 0, "\(name)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: uploads.path).sorted() == [
        "other", "upload-new",
      ])
    server.signal(SIGTERM)
    #expect(server.wait() == 0)
  }

  @Test("a port in use is told in one sentence")
  func portInUse() throws {
    let folder = Folder()
    let (server, port) = try start(folder)
    let second = try Program.run("serve", "--port", "\(port)", "--data", "e", in: folder)
    #expect(second.status == 2)
    #expect(second.output.isEmpty)
    #expect(second.sentences.count == 1)
    #expect(second.error.contains("端口 \(port) 已被占用"))
    server.signal(SIGTERM)
    #expect(server.wait() == 0)
  }

  @Test(
    "what cannot be served is told in one sentence",
    arguments: [
      (["--host", "localhost"], "监听地址“localhost”不是数字形式的 IP 地址"),
      (["--host", "192.0.2.1"], "192.0.2.1"),
      (["--tls-cert", "cert.pem"], "必须同时配置"),
      (["--tls-key", "key.pem"], "必须同时配置"),
      (["--tls-cert", "cert.pem", "--tls-key", "key.pem"], "cert.pem"),
    ])
  func cannotServe(_ words: [String], _ part: String) throws {
    let outcome = try Program.run(["serve", "--port", "0", "--data", "d"] + words)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.count == 1)
    #expect(outcome.error.hasPrefix("启动不了："))
    #expect(outcome.error.contains(part), "\(outcome.error)")
  }
}
