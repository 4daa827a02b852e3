import Foundation
import HTTP
import HTTPServer
import Synchronization

/// A running server with a folder of its own.
final class Bench: Sendable {
  let server: Server
  let metrics = Metrics()
  let folder: String

  init(
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    handler: @escaping @Sendable (Request) -> Response
  ) throws {
    folder = NSTemporaryDirectory() + "mingcha-http-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var configuration = ServerConfiguration(port: 0, uploadFolder: folder)
    change(&configuration)
    server = Server(configuration, metrics: metrics) { status, request in
      .text("refused \(status) \(request.path)", status: status)
    } handler: {
      handler($0)
    }
    try server.start()
  }

  deinit {
    server.stop(graceSeconds: 10)
    try? FileManager.default.removeItem(atPath: folder)
  }

  func client() throws -> RawClient { try RawClient(port: server.port) }

  var filesInFolder: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}

/// A door a handler waits at, and a bell that tells that it came there.
final class Gate: Sendable {
  private let door = DispatchSemaphore(value: 0)
  private let bell = DispatchSemaphore(value: 0)

  /// For the handler.
  func pass() {
    bell.signal()
    door.wait()
  }

  func awaitArrival() { bell.wait() }
  func open() { door.signal() }
}

/// Waits for something that happens on another thread; gives up only when it clearly never will,
/// after ten minutes.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<60_000 {
    if condition() { return true }
    usleep(10_000)
  }
  return false
}
