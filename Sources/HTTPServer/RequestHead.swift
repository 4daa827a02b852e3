internal import HTTP

/// What the first line and the headers of a request say, checked.
struct RequestHead {
  /// Methods of HTTP that this server knows and does not answer.
  private static let otherMethods: Set<String> = [
    "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT",
  ]

  var request: Request
  /// The status of the refusal, if any.
  private(set) var refusal: Int?
  /// Whether the end of the request is in doubt, so that the connection cannot be used further.
  private(set) var isUnframed = false
  private(set) var announcedBytes: Int?

  init(
    method: String, target: [UInt8], version: String, headers: [(String, String)],
    remoteAddress: String, isSecure: Bool, id: String
  ) {
    request = Request(
      method: Method(rawValue: method) ?? .get, headers: headers, remoteAddress: remoteAddress,
      isSecure: isSecure, id: id)
    checkFraming(version: version)
    readTarget(target)
    if refusal == nil, Method(rawValue: method) == nil {
      refusal = Self.otherMethods.contains(method) ? 405 : 501
    }
    let encoding = request.header("content-encoding")?.lowercased() ?? "identity"
    if refusal == nil, encoding != "identity" { refusal = 415 }
  }

  /// Two ways to find the end of a body are how requests are smuggled past a proxy
  /// (RFC 9112 §6.3, §11.2), so anything but one clear way is refused.
  private mutating func checkFraming(version: String) {
    let lengths = request.headers.filter { $0.name == "content-length" }
    let codings = request.headers.filter { $0.name == "transfer-encoding" }
    let hosts = request.headers.count { $0.name == "host" }
    var isSound = lengths.count <= 1 && codings.count <= 1 && hosts <= 1
    if !lengths.isEmpty && !codings.isEmpty { isSound = false }
    if version == "HTTP/1.1" && hosts == 0 { isSound = false }
    if let text = lengths.first?.value {
      let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      announcedBytes = isNumber ? Int(text) : nil
      if announcedBytes == nil { isSound = false }
    }
    isUnframed = !isSound
    if !isSound {
      refusal = 400
    } else if let coding = codings.first?.value, coding.lowercased() != "chunked" {
      refusal = 501
      isUnframed = true
    }
  }

  private mutating func readTarget(_ target: [UInt8]) {
    var rest = target[...]
    for scheme in ["http://", "https://"] where rest.starts(with: scheme.utf8) {
      // The absolute form, as sent to proxies (RFC 9112 §3.2.2).
      rest = rest.dropFirst(scheme.utf8.count).drop { $0 != UInt8(ascii: "/") }
    }
    let mark = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
    guard let path = Self.path(rest[..<mark]),
      let query = Fields.parse(urlEncoded: rest[mark...].dropFirst())
    else {
      if refusal == nil { refusal = 400 }
      return
    }
    request.path = path
    request.query = query
  }

  /// - Returns: `nil` for a broken escape, bytes that are not UTF-8, control characters, white
  ///   space and an encoded slash, which would read as a separator once decoded.
  private static func path(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.first == UInt8(ascii: "/"),
      bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "#") }),
      let path = PercentEncoding.decode(bytes),
      path.utf8.count(where: { $0 == UInt8(ascii: "/") })
        == bytes.count(where: { $0 == UInt8(ascii: "/") }),
      path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    return path
  }
}
