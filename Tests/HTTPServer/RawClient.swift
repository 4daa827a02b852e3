import Foundation
import Glibc

/// A client that says exactly what it is told, over a plain socket.
final class RawClient {
  struct Answer {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  enum Failure: Error {
    case cannotConnect
    case closed
  }

  private var descriptor: Int32
  private var buffer: [UInt8] = []

  init(port: UInt16) throws {
    // A program started by another test must not keep the connection open.
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    // Only so that a broken server fails the test instead of hanging it.
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code != 0 {
      hangUp()
      throw Failure.cannotConnect
    }
  }

  deinit { hangUp() }

  func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure.closed }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads one answer; `hasBody` is false after HEAD.
  func answer(hasBody: Bool = true) throws -> Answer {
    let end = Array("\r\n\r\n".utf8)
    var head = 0
    while true {
      if let found = position(of: end) {
        head = found
        break
      }
      try fill()
    }
    let lines = String(decoding: buffer[..<head], as: UTF8.self).components(separatedBy: "\r\n")
    buffer.removeFirst(head + 4)
    let status = Int(lines[0].split(separator: " ")[1]) ?? 0
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    if status == 100 { return try answer(hasBody: hasBody) }
    var body: [UInt8] = []
    if hasBody, status != 304, let length = headers["content-length"].flatMap({ Int($0) }) {
      while buffer.count < length { try fill() }
      body = Array(buffer.prefix(length))
      buffer.removeFirst(length)
    }
    return Answer(status: status, headers: headers, body: body)
  }

  /// Whether the server ends the connection without another byte.
  func isEnded() -> Bool {
    guard buffer.isEmpty else { return false }
    do {
      try fill()
      return false
    } catch {
      return true
    }
  }

  func get(_ path: String, method: String = "GET", headers: String = "") throws -> Answer {
    try send("\(method) \(path) HTTP/1.1\r\nHost: test\r\n\(headers)\r\n")
    return try answer(hasBody: method != "HEAD")
  }

  func post(_ path: String, type: String, body: [UInt8], headers: String = "") throws -> Answer {
    try send(
      "POST \(path) HTTP/1.1\r\nHost: test\r\nContent-Type: \(type)\r\n"
        + "Content-Length: \(body.count)\r\n\(headers)\r\n")
    try send(body)
    return try answer()
  }

  private func position(of pattern: [UInt8]) -> Int? {
    guard buffer.count >= pattern.count else { return nil }
    return (0...buffer.count - pattern.count).first {
      buffer[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
  }

  private func fill() throws {
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { throw Failure.closed }
    buffer += chunk[..<count]
  }
}
