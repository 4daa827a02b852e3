internal import HTTP

extension Response {
  /// Shorter answers do not get smaller enough to be worth it.
  private static let compressionFloorBytes = 1024

  /// 304 Not Modified when the client already has what the `ETag` names (RFC 9110 §13.1.2).
  func conditional(on request: Request) -> Response {
    guard status == 200, request.method != .post, let tag = header("etag"),
      let known = request.header("if-none-match"), Self.contains(known, tag)
    else { return self }
    var response = self
    response.status = 304
    response.body = .empty
    for name in ["Content-Type", "Content-Encoding", "Content-Disposition"] {
      response.removeHeader(name)
    }
    return response
  }

  private static func contains(_ list: String, _ tag: String) -> Bool {
    list.split(separator: ",").contains { entry in
      let entry = entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      let text = String(entry)
      return text == "*" || bare(text) == bare(tag)
    }
  }

  private static func bare(_ tag: String) -> Substring {
    tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
  }

  /// The gzip form, when the response allows it and the client takes it.
  func compressed(for request: Request) -> Response {
    guard isCompressible else { return self }
    var response = self
    response.addHeader("Vary", "Accept-Encoding")
    guard case .bytes(let bytes) = body, bytes.count >= Self.compressionFloorBytes,
      header("content-encoding") == nil, request.acceptsGzip
    else { return response }
    let packed = gzip(bytes)
    guard !packed.isEmpty, packed.count < bytes.count else { return response }
    response.body = .bytes(packed)
    response.setHeader("Content-Encoding", "gzip")
    // A strong tag would promise the same bytes as the plain form.
    if let tag = header("etag"), !tag.hasPrefix("W/") { response.setHeader("ETag", "W/" + tag) }
    return response
  }

  /// What every client must be told along with a refusal (RFC 9110 §15.5.6, §10.2.3).
  func completed() -> Response {
    var response = self
    if status == 405, header("allow") == nil { response.setHeader("Allow", "GET, HEAD, POST") }
    if status == 503, header("retry-after") == nil { response.setHeader("Retry-After", "1") }
    return response
  }
}

extension Request {
  /// Whether the client takes gzip (RFC 9110 §12.5.3); for static files kept in both forms.
  package var acceptsGzip: Bool {
    var wildcard = false
    for entry in (header("accept-encoding") ?? "").split(separator: ",") {
      let value = HeaderValue(String(entry))
      let isWanted = !(value.parameters["q"] ?? "1").allSatisfy { $0 == "0" || $0 == "." }
      if value.text == "gzip" { return isWanted }
      if value.text == "*" { wildcard = isWanted }
    }
    return wildcard
  }
}
