import Foundation
import HTTP
import HTTPServer
import Testing

@Suite("TLS")
struct TLSTests {
  private let folder = NSTemporaryDirectory() + "mingcha-tls-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["one", "two"] {
      let made = try Tool.run(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout", "\(folder)/\(name).key",
        "-out", "\(folder)/\(name).pem")
      #expect(made.status == 0)
    }
  }

  private func bench(certificate: String?, key: String?) throws -> Bench {
    let folder = folder
    return try Bench {
      $0.tlsCertificatePath = certificate.map { "\(folder)/\($0)" }
      $0.tlsKeyPath = key.map { "\(folder)/\($0)" }
    } handler: {
      .text("secure \($0.isSecure) \($0.form["a"] ?? "")")
    }
  }

  @Test("pages are served over TLS 1.3 and 1.2, not older", arguments: ["1.3", "1.2", "1.1"])
  func versions(version: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bench = try bench(certificate: "one.pem", key: "one.key")
    // openssl calls them tls1_1, tls1_2, tls1_3.
    let suffix = version.replacing(".", with: "_")
    let request =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      + "Content-Length: 3\r\nConnection: close\r\n\r\na=1"
    let output = try Tool.run(
      "openssl", "s_client", "-quiet", "-tls\(suffix)", "-cipher",
      "ALL:@SECLEVEL=0", "-verify_return_error", "-CAfile", "\(folder)/one.pem", "-connect",
      "127.0.0.1:\(bench.server.port)", input: request
    ).output
    let text = String(decoding: output, as: UTF8.self)
    #expect(text.hasSuffix("secure true 1") == (version != "1.1"))
  }

  @Test("files that are missing, no PEM or do not match are named in the error")
  func faults() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("no pem".utf8).write(to: URL(fileURLWithPath: "\(folder)/text"))
    #expect(throws: ServerError.tlsHalf) { try bench(certificate: "one.pem", key: nil) }
    for (certificate, key, file) in [
      ("missing", "one.key", "missing"), ("one.pem", "text", "text"), ("", "one.key", ""),
    ] {
      let error = #expect(throws: ServerError.self) {
        try bench(certificate: certificate, key: key)
      }
      guard case .tlsFile(let path, let reason) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(path == "\(folder)/\(file)")
      #expect(!reason.isEmpty)
    }
    let error = #expect(throws: ServerError.self) {
      try bench(certificate: "one.pem", key: "two.key")
    }
    guard case .tls(_, _, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
  }
}
