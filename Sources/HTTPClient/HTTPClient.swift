internal import CCurl
package import HTTP

/// Asks other servers through libcurl: certificates are checked, redirects not followed, time and
/// size limited. One connection a request: it is asked seldom.
package struct HTTPClient: WebClient {
  /// A PEM file of certificates to trust in place of the system's.
  private let certificatesPath: String?
  private let timeoutSeconds: Int
  private let sizeLimit: Int

  /// - Parameters:
  ///   - certificatesPath: a PEM file; `nil` for the certificates of the system.
  ///   - sizeLimit: bytes of an answer's body.
  package init(
    certificatesPath: String? = nil, timeoutSeconds: Int = 10, sizeLimit: Int = 1 << 20
  ) {
    self.certificatesPath = certificatesPath
    self.timeoutSeconds = timeoutSeconds
    self.sizeLimit = sizeLimit
    _ = Self.isStarted
  }

  /// libcurl asks to be started before the first thread uses it.
  private static let isStarted = mingcha_curl_start() == CURLE_OK

  package func send(_ request: WebRequest) throws(WebFault) -> WebAnswer {
    guard Self.isStarted, let curl = unsafe curl_easy_init() else {
      throw .unreachable("libcurl does not start")
    }
    defer { unsafe curl_easy_cleanup(curl) }
    var headers: UnsafeMutablePointer<curl_slist>?
    defer { unsafe curl_slist_free_all(headers) }
    for header in request.headers {
      // A line break would begin another header.
      guard !"\(header.name)\(header.value)".utf8.contains(where: { $0 < 0x20 }) else {
        throw .address("a header with a line break")
      }
      unsafe headers = curl_slist_append(headers, "\(header.name): \(header.value)")
    }
    let sink = Sink(limit: sizeLimit)
    let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
    unsafe prepare(curl, request, headers)
    _ = unsafe mingcha_curl_receive(
      curl,
      { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let sink = unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe sink.take(buffer) ? size * count : 0
      }, context)
    let code = withExtendedLifetime(sink) { unsafe curl_easy_perform(curl) }
    if sink.isFull { throw .tooLarge(limit: sizeLimit) }
    guard code == CURLE_OK else { throw Self.fault(code, request.address) }
    var status = 0
    _ = unsafe mingcha_curl_status(curl, &status)
    return WebAnswer(status: status, body: sink.bytes)
  }

  @unsafe
  private func prepare(
    _ curl: UnsafeMutableRawPointer, _ request: WebRequest,
    _ headers: UnsafeMutablePointer<curl_slist>?
  ) {
    func set(_ option: CURLoption, _ value: Int) {
      _ = unsafe mingcha_curl_long(curl, option, value)
    }
    func set(_ option: CURLoption, _ value: String) {
      _ = unsafe mingcha_curl_text(curl, option, value)
    }
    set(CURLOPT_URL, request.address)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_CONNECTTIMEOUT, min(5, timeoutSeconds))
    set(CURLOPT_TIMEOUT, timeoutSeconds)
    set(CURLOPT_MAXFILESIZE, sizeLimit)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_USERAGENT, "mingcha")
    if let certificatesPath { set(CURLOPT_CAINFO, certificatesPath) }
    _ = unsafe mingcha_curl_list(curl, CURLOPT_HTTPHEADER, headers)
    if request.method == .post {
      set(CURLOPT_POST, 1)
      set(CURLOPT_COPYPOSTFIELDS, request.form.urlEncoded())
    }
  }

  private static func fault(_ code: CURLcode, _ address: String) -> WebFault {
    let text = unsafe String(cString: curl_easy_strerror(code))
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return .timeout
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .address(address)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_ISSUER_ERROR:
      return .untrusted(text)
    default: return .unreachable(text)
    }
  }
}

/// Takes an answer's body until it is too large. Used by one request on one thread.
private final class Sink {
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var isFull = false

  init(limit: Int) { self.limit = limit }

  func take(_ more: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count + more.count <= limit else {
      isFull = true
      return false
    }
    unsafe bytes.append(contentsOf: more)
    return true
  }
}
