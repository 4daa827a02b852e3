internal import CMicrohttpd
internal import Glibc
internal import Synchronization

/// The library's daemon with everything it points to.
///
/// `@unchecked Sendable`: only `Server` uses it, under its lock.
@safe final class Daemon: @unchecked Sendable {
  private let handle: OpaquePointer
  private let settings: UnsafeMutablePointer<HTTPDaemonSettings>
  private let socket: Int32

  /// Takes over `socket`.
  ///
  /// - Returns: `nil` when the library refuses; `core.messages` tells why.
  init?(_ core: Core, socket: Int32, connectionLimit: Int, tls: TLSFiles?) {
    let configuration = core.configuration
    let settings = UnsafeMutablePointer<HTTPDaemonSettings>.allocate(capacity: 1)
    unsafe settings.initialize(
      to: HTTPDaemonSettings(
        listening_socket: socket, poll_threads: UInt32(configuration.pollThreads),
        connection_limit: UInt32(connectionLimit),
        address_limit: UInt32(configuration.connectionsPerAddress(of: connectionLimit)),
        timeout_seconds: UInt32(configuration.timeoutSeconds),
        certificate: tls.flatMap { unsafe UnsafePointer(strdup($0.certificate)) },
        key: tls.flatMap { unsafe UnsafePointer(strdup($0.key)) },
        context: Unmanaged.passRetained(core).toOpaque(), begin: beginExchange,
        receive: receiveExchange, complete: completeExchange, message: takeMessage))
    guard let handle = unsafe withSignalsBlocked({ unsafe http_daemon_start(settings) }) else {
      unsafe Self.release(settings)
      return nil
    }
    unsafe self.handle = handle
    unsafe self.settings = settings
    self.socket = socket
  }

  /// Takes no more connections; those open go on.
  func quiesce() {
    _ = unsafe MHD_quiesce_daemon(handle)
    // Closing has to wait for the threads; this turns newcomers away meanwhile.
    _ = shutdown(socket, Int32(SHUT_RDWR))
  }

  /// Ends all connections and threads; no connection may be suspended. Call `quiesce` first and
  /// nothing afterwards.
  func stop() {
    unsafe MHD_stop_daemon(handle)
    close(socket)
    unsafe Self.release(settings)
  }

  private static func release(_ settings: UnsafeMutablePointer<HTTPDaemonSettings>) {
    unsafe free(UnsafeMutablePointer(mutating: settings.pointee.certificate))
    if let key = unsafe settings.pointee.key {
      unsafe memset(UnsafeMutablePointer(mutating: key), 0, strlen(key))
      unsafe free(UnsafeMutablePointer(mutating: key))
    }
    if let context = unsafe settings.pointee.context {
      unsafe Unmanaged<Core>.fromOpaque(context).release()
    }
    unsafe settings.deallocate()
  }
}

private func beginExchange(
  context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, _: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context, let target = unsafe target else { return nil }
  let core = unsafe Unmanaged<Core>.fromOpaque(context).takeUnretainedValue()
  let bytes = unsafe UnsafeRawBufferPointer(start: target, count: strlen(target))
  let exchange = unsafe Exchange(core: core, target: Array(bytes))
  return unsafe Unmanaged.passRetained(exchange).toOpaque()
}

private func receiveExchange(
  _: UnsafeMutableRawPointer?, connection: OpaquePointer?, _: UnsafePointer<CChar>?,
  method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, bytes: UnsafePointer<CChar>?,
  size: UnsafeMutablePointer<Int>?,
  state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context = unsafe state?.pointee, let connection = unsafe connection,
    let size = unsafe size
  else {
    return .NO
  }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  if exchange.isAtHead {
    let method = unsafe method.map { unsafe String(cString: $0) } ?? ""
    let version = unsafe version.map { unsafe String(cString: $0) } ?? ""
    return unsafe exchange.readHead(method: method, version: version, connection: connection)
  }
  let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size.pointee)
  let result = unsafe exchange.proceed(chunk)
  unsafe size.pointee = 0
  return result
}

private func completeExchange(
  _: UnsafeMutableRawPointer?, _: OpaquePointer?,
  state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _: MHD_RequestTerminationCode
) {
  guard let context = unsafe state?.pointee else { return }
  unsafe state?.pointee = nil
  unsafe Unmanaged<Exchange>.fromOpaque(context).release()
}

private func takeMessage(context: UnsafeMutableRawPointer?, text: UnsafePointer<CChar>?) {
  guard let context = unsafe context, let text = unsafe text else { return }
  let core = unsafe Unmanaged<Core>.fromOpaque(context).takeUnretainedValue()
  let message = unsafe String(cString: text)
  core.messages.withLock { $0?.append(message) }
}
