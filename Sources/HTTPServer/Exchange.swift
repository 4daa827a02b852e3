internal import CMicrohttpd
internal import HTTP
internal import Synchronization

/// One request on its way: its bytes arrive, a worker answers it, the library sends the answer.
///
/// Retained by the library from `begin` to `complete`, and by the worker pool meanwhile.
///
/// `@unchecked Sendable`: apart from `handover`, one thread at a time uses it. The polling thread of
/// the connection does until it suspends the connection and submits the exchange; then a worker
/// does; the lock `handover` gives it back.
@safe final class Exchange: @unchecked Sendable {
  private enum Stage {
    case head
    case body
    case waiting
    case sent
  }

  private enum Handover {
    case none
    case waiting
    /// Without a reply the connection is cut.
    case done(Reply?)
  }

  private let core: Core
  private let target: [UInt8]
  private var stage = Stage.head
  private var request = Request()
  private var intake: Intake
  private var connection: OpaquePointer?
  private var submitted = ContinuousClock.now
  private let handover = Mutex(Handover.none)

  init(core: Core, target: [UInt8]) {
    self.core = core
    self.target = target
    intake = Intake(kind: .ignored, refusal: nil, announcedBytes: nil, core.configuration)
    core.underWay.add(1, ordering: .sequentiallyConsistent)
  }

  deinit {
    core.underWay.subtract(1, ordering: .sequentiallyConsistent)
  }

  // MARK: Polling thread

  /// The headers are here.
  func readHead(method: String, version: String, connection: OpaquePointer) -> MHD_Result {
    unsafe self.connection = connection
    let head = RequestHead(
      method: method, target: target, version: version,
      headers: unsafe Self.headers(of: connection),
      remoteAddress: unsafe peerAddress(of: connection),
      isSecure: core.configuration.tlsCertificatePath != nil, id: Self.newId())
    request = head.request
    intake = Intake(
      kind: head.refusal == nil ? intakeKind() : .ignored, refusal: head.refusal,
      announcedBytes: head.announcedBytes, core.configuration)
    stage = .body
    if let status = intake.refusal {
      let announced = head.announcedBytes ?? 0
      let isTooMuch = announced > Intake.drainLimitBytes(core.configuration)
      // Who expects 100 Continue has sent nothing yet and sends nothing once refused.
      if head.isUnframed || isTooMuch || request.header("expect") != nil { return refuse(status) }
    }
    return .YES
  }

  private func intakeKind() -> Intake.Kind {
    guard request.method == .post else { return .ignored }
    let type = request.header("content-type") ?? ""
    switch HeaderValue(type).text {
    case "application/x-www-form-urlencoded":
      return .form
    case "multipart/form-data":
      guard let parser = MultipartParser(contentType: type) else { return .other }
      return .upload(
        UploadIntake(
          parser: parser, textLimitBytes: core.configuration.formLimitBytes,
          folder: core.configuration.uploadFolder))
    default:
      return .other
    }
  }

  /// The next bytes, the end of the request, or the connection coming back from a worker.
  func proceed(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
    switch stage {
    case .head:
      return .NO
    case .body where unsafe !bytes.isEmpty:
      return unsafe intake.receive(bytes) ? .YES : .NO
    case .body:
      return finishBody()
    case .waiting:
      return send()
    case .sent:
      return .YES
    }
  }

  var isAtHead: Bool {
    if case .head = stage { true } else { false }
  }

  private func finishBody() -> MHD_Result {
    intake.finish()
    if let status = intake.refusal { return refuse(status) }
    guard let connection = unsafe connection, core.pool.reserve() else { return refuse(503) }
    stage = .waiting
    submitted = .now
    handover.withLock { $0 = .waiting }
    core.metrics.requestQueued()
    unsafe MHD_suspend_connection(connection)
    core.pool.submit(self)
    return .YES
  }

  private func send() -> MHD_Result {
    let reply: Reply? = handover.withLock { handover in
      if case .done(let reply) = handover { reply } else { nil }
    }
    stage = .sent
    guard let reply, let connection = unsafe connection else { return .NO }
    return unsafe reply.queue(on: connection)
  }

  /// Answers without the application, at once.
  private func refuse(_ status: Int) -> MHD_Result {
    stage = .sent
    core.metrics.requestRefused(status: status)
    guard let connection = unsafe connection,
      let reply = core.reply(core.refusal(status, request), to: request)
    else { return .NO }
    return unsafe reply.queue(on: connection)
  }

  // MARK: Worker

  /// Runs the handler and gives the connection back.
  func answer() {
    core.metrics.requestStarted()
    let response =
      intake.complete(&request) ? core.handler(request) : core.refusal(400, request)
    let reply = core.reply(response, to: request)
    core.metrics.requestAnswered(
      status: reply?.status ?? 500, duration: .now - submitted)
    giveBack(reply)
  }

  /// Gives the connection back without an answer, if it is still out.
  func abandon() {
    giveBack(nil)
  }

  /// Resumes under the lock, so that the server never stops between the decision and the deed.
  private func giveBack(_ reply: Reply?) {
    handover.withLock { handover in
      guard case .waiting = handover, let connection = unsafe connection else { return }
      handover = .done(reply)
      unsafe MHD_resume_connection(connection)
    }
  }

  // MARK: Reading from the library

  private static func newId() -> String {
    let text = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }

  private static func headers(of connection: OpaquePointer) -> [(String, String)] {
    var headers: [(String, String)] = []
    unsafe withUnsafeMutablePointer(to: &headers) { list in
      _ = unsafe MHD_get_connection_values_n(
        connection, .HEADER_KIND,
        { list, _, name, nameSize, value, valueSize in
          let name = unsafe UnsafeRawBufferPointer(start: name, count: nameSize)
          let value = unsafe UnsafeRawBufferPointer(start: value, count: valueSize)
          unsafe list?.assumingMemoryBound(to: [(String, String)].self).pointee.append(
            (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
          return .YES
        }, list)
    }
    return headers
  }
}
