extension Response {
  package static func html(_ bytes: [UInt8], status: Int = 200) -> Response {
    .bytes(bytes, type: "text/html; charset=utf-8", status: status)
  }

  package static func text(_ text: String, status: Int = 200) -> Response {
    .bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
  }

  package static func empty(status: Int = 204) -> Response {
    Response(status: status)
  }

  /// 303 See Other: the browser fetches `location` with GET.
  package static func redirect(to location: String) -> Response {
    var response = Response(status: 303)
    let text = PercentEncoding.encode(location) { (0x21...0x7E).contains($0) }
    response.setHeader("Location", text)
    return response
  }

  /// - Parameter fileName: when given, the browser saves the body under that name.
  package static func bytes(
    _ bytes: [UInt8], type: String, fileName: String? = nil, status: Int = 200
  ) -> Response {
    var response = Response(status: status, body: .bytes(bytes))
    response.describe(type: type, fileName: fileName)
    return response
  }

  /// A file sent from disk.
  ///
  /// - Parameters:
  ///   - size: bytes; must be the size of the file.
  ///   - fileName: when given, the browser saves the body under that name.
  ///   - removing: deletes the file once it is open for sending.
  package static func file(
    path: String, size: Int, type: String, fileName: String? = nil, removing: Bool = false
  ) -> Response {
    var response = Response(status: 200, body: .file(path: path, size: size))
    response.removesFile = removing
    response.describe(type: type, fileName: fileName)
    return response
  }

  private mutating func describe(type: String, fileName: String?) {
    setHeader("Content-Type", type)
    if let fileName { setHeader("Content-Disposition", Self.attachment(fileName)) }
  }

  /// RFC 6266 with the UTF-8 name of RFC 5987 and an ASCII name for clients that cannot read it.
  static func attachment(_ fileName: String) -> String {
    let plain = String(
      fileName.unicodeScalars.map { scalar -> Character in
        let isPlain =
          (0x20...0x7E).contains(scalar.value) && !"\"\\%/".unicodeScalars.contains(scalar)
        return isPlain ? Character(scalar) : "_"
      })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''"
      + PercentEncoding.encode(fileName)
  }
}
