internal import Glibc
package import HTTP
internal import Synchronization

/// Answers HTTP/1.1 over TCP, with TLS if configured.
///
/// Polling threads read and write; workers run the handler, so that a slow request delays no other
/// as long as a worker is free. The server tells nothing about itself and sets no security headers:
/// those are the application's.
package final class Server: Sendable {
  private struct State {
    var daemon: Daemon?
    var port: UInt16 = 0
    var wasStarted = false
  }

  private let core: Core
  private let state = Mutex(State())

  /// - Parameters:
  ///   - refusal: makes the answer to a request that never reaches the handler; gets the status
  ///     (400, 405, 413, 415, 500, 501, 503 or 507) and what is known of the request. It runs on a
  ///     polling thread: no waiting, no store. Of a method other than `Method` it sees `get`.
  ///   - handler: runs on a worker and may block.
  package init(
    _ configuration: ServerConfiguration, metrics: Metrics,
    refusal: @escaping @Sendable (Int, Request) -> Response,
    handler: @escaping @Sendable (Request) -> Response
  ) {
    core = Core(configuration, metrics: metrics, refusal: refusal, handler: handler)
  }

  /// The port listened on; 0 before `start`.
  package var port: UInt16 { state.withLock { $0.port } }

  /// Opens the port and answers from now on, until `stop`.
  package func start() throws(ServerError) {
    let isFirst = state.withLock { state in
      defer { state.wasStarted = true }
      return !state.wasStarted
    }
    guard isFirst else { throw .alreadyStarted }
    let configuration = core.configuration
    try configuration.check()
    let tls = try TLSFiles(configuration)
    let socket = try ListeningSocket.open(host: configuration.host, port: configuration.port)
    do {
      try withSignalsBlocked { () throws(ServerError) in try core.pool.start() }
    } catch {
      close(socket.descriptor)
      throw error
    }
    let limit = OpenFileLimit.connections(configuration.connectionLimit)
    guard
      let daemon = Daemon(core, socket: socket.descriptor, connectionLimit: limit, tls: tls)
    else {
      _ = core.pool.close()
      close(socket.descriptor)
      throw libraryFault()
    }
    core.messages.withLock { $0 = nil }
    state.withLock { state in
      state.daemon = daemon
      state.port = socket.port
    }
  }

  private func libraryFault() -> ServerError {
    let lines = core.messages.withLock { $0 ?? [] }.map { line in
      String(line.reversed().drop { $0.isWhitespace }.reversed())
    }
    let reason = lines.joined(separator: "; ")
    if let certificate = core.configuration.tlsCertificatePath,
      let key = core.configuration.tlsKeyPath
    {
      return .tls(certificate: certificate, key: key, reason: reason)
    }
    return .library(reason: reason)
  }

  /// Refuses new connections, lets requests under way finish for up to `graceSeconds`, then cuts
  /// what is left. A handler that still runs then goes on, but its answer goes nowhere.
  package func stop(graceSeconds: Int) {
    let daemon = state.withLock { state in
      defer { state.daemon = nil }
      return state.daemon
    }
    guard let daemon else { return }
    core.isStopping.store(true, ordering: .relaxed)
    daemon.quiesce()
    let deadline = ContinuousClock.now + .seconds(graceSeconds)
    while core.underWay.load(ordering: .sequentiallyConsistent) > 0,
      ContinuousClock.now < deadline
    {
      usleep(5_000)
    }
    for exchange in core.pool.close() { exchange.abandon() }
    daemon.stop()
  }
}
