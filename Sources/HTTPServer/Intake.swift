internal import HTTP

/// Where the body of a request goes while it arrives, and when it is refused.
///
/// A refused body is still read, up to `drainLimitBytes`: a client that gets an answer before it has
/// sent everything often shows a broken connection instead of the answer.
struct Intake {
  enum Kind {
    case ignored
    case form
    case other
    case upload(UploadIntake)
  }

  private(set) var kind: Kind
  /// The status to answer with instead of asking the application.
  private(set) var refusal: Int?
  private var bytes: [UInt8] = []
  private var receivedBytes = 0
  private let limitBytes: Int
  private let drainLimitBytes: Int

  init(kind: Kind, refusal: Int?, announcedBytes: Int?, _ configuration: ServerConfiguration) {
    self.kind = kind
    limitBytes =
      if case .upload = kind { configuration.uploadLimitBytes } else {
        configuration.formLimitBytes
      }
    drainLimitBytes = Self.drainLimitBytes(configuration)
    self.refusal = refusal
    if let announcedBytes {
      if announcedBytes > limitBytes { refuse(413) }
      if case .other = kind { bytes.reserveCapacity(min(announcedBytes, limitBytes)) }
      if case .form = kind { bytes.reserveCapacity(min(announcedBytes, limitBytes)) }
    }
  }

  static func drainLimitBytes(_ configuration: ServerConfiguration) -> Int {
    2 * max(configuration.uploadLimitBytes, configuration.formLimitBytes, 16 << 20)
  }

  private mutating func refuse(_ status: Int) {
    if refusal == nil { refusal = status }
    bytes = []
    kind = .ignored
  }

  /// - Returns: `false` when the connection must be cut.
  mutating func receive(_ chunk: UnsafeRawBufferPointer) -> Bool {
    receivedBytes += chunk.count
    if receivedBytes > limitBytes { refuse(413) }
    guard refusal == nil else { return receivedBytes <= drainLimitBytes }
    switch kind {
    case .ignored:
      break
    case .form, .other:
      unsafe bytes.append(contentsOf: chunk)
    case .upload(let upload):
      do { try unsafe upload.receive(chunk) } catch { refuse(error.status) }
    }
    return true
  }

  /// Call when everything has arrived.
  mutating func finish() {
    if case .upload(let upload) = kind {
      do { try upload.finish() } catch { refuse(error.status) }
    }
  }

  /// Puts what arrived into the request.
  ///
  /// - Returns: `false` when a form is damaged.
  func complete(_ request: inout Request) -> Bool {
    switch kind {
    case .ignored:
      return true
    case .form:
      guard let form = Fields.parse(urlEncoded: bytes) else { return false }
      request.form = form
    case .other:
      request.body = bytes
    case .upload(let upload):
      request.form = upload.fields
      request.files = upload.files
    }
    return true
  }
}
