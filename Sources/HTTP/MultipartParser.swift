/// Takes `multipart/form-data` apart as it arrives (RFC 7578), a piece at a time.
///
/// libmicrohttpd has such a parser, but it reports an empty value twice when the value ends a
/// network packet, which shifts the rows of a form that repeats a field name.
package struct MultipartParser: Sendable {
  package enum Event: Sendable {
    /// A field or file begins; `fileName` is `nil` for a field.
    case part(name: String, fileName: String?)
    /// The next bytes of its value.
    case data(ArraySlice<UInt8>)
    case endOfPart
  }

  package enum Fault: Error, Equatable {
    /// Not what RFC 7578 describes, or a name that is not UTF-8.
    case malformed
    /// The body ends before its last boundary.
    case truncated
  }

  private enum State {
    case preamble
    /// Behind a boundary: `--` ends the body, a line end starts the headers of a part.
    case boundary
    case headers
    case value
    case epilogue
  }

  private static let headerLimitBytes = 8 * 1024
  private static let lineEnd: [UInt8] = [13, 10]

  private let delimiter: [UInt8]
  private var state = State.preamble
  /// Starts with a line end, so that the first boundary looks like the others.
  private var buffer: [UInt8] = lineEnd

  /// - Returns: `nil` when the type is not `multipart/form-data` with a usable boundary.
  package init?(contentType: String) {
    let value = HeaderValue(contentType)
    guard value.text == "multipart/form-data", let boundary = value.parameters["boundary"],
      (1...70).contains(boundary.utf8.count)
    else { return nil }
    delimiter = Self.lineEnd + Array("--".utf8) + Array(boundary.utf8)
  }

  /// Takes the next bytes and tells `receive` what they mean.
  package mutating func consume(
    _ bytes: some Collection<UInt8>, _ receive: (Event) throws -> Void
  ) throws {
    buffer.append(contentsOf: bytes)
    var position = 0
    while try step(from: &position, receive) {}
    buffer.removeFirst(position)
  }

  /// - Throws: `Fault.truncated` when the last boundary has not come.
  package func finish() throws(Fault) {
    guard case .epilogue = state else { throw .truncated }
  }

  /// - Returns: whether to go on; otherwise more bytes are needed.
  private mutating func step(
    from position: inout Int, _ receive: (Event) throws -> Void
  ) throws -> Bool {
    switch state {
    case .preamble:
      guard skipToDelimiter(&position) != nil else { return false }
      state = .boundary
    case .boundary:
      return try startPart(&position)
    case .headers:
      return try readHeaders(&position, receive)
    case .value:
      let start = position
      let end = skipToDelimiter(&position)
      let valueEnd = end ?? position
      if valueEnd > start { try receive(.data(buffer[start..<valueEnd])) }
      guard end != nil else { return false }
      try receive(.endOfPart)
      state = .boundary
    case .epilogue:
      position = buffer.count
      return false
    }
    return true
  }

  /// Moves behind the next delimiter, or as far as surely is none.
  ///
  /// - Returns: where the delimiter begins.
  private func skipToDelimiter(_ position: inout Int) -> Int? {
    if let start = find(delimiter, from: position) {
      position = start + delimiter.count
      return start
    }
    position = max(position, buffer.count - delimiter.count + 1)
    return nil
  }

  private mutating func startPart(_ position: inout Int) throws -> Bool {
    let rest = buffer[position...]
    if rest.starts(with: "--".utf8) {
      state = .epilogue
      return true
    }
    // White space may stand between a boundary and its line end (RFC 2046 §5.1.1).
    let line = rest.drop { $0 == 32 || $0 == 9 }
    if line.starts(with: Self.lineEnd) {
      // The line end stays: headers end at an empty line, which may be the first one.
      position = line.startIndex
      state = .headers
      return true
    }
    let isOpen = line.isEmpty || line.elementsEqual([13]) || rest.elementsEqual("-".utf8)
    guard isOpen, rest.count < Self.headerLimitBytes else { throw Fault.malformed }
    return false
  }

  private mutating func readHeaders(
    _ position: inout Int, _ receive: (Event) throws -> Void
  ) throws -> Bool {
    guard let end = find(Self.lineEnd + Self.lineEnd, from: position) else {
      if buffer.count - position > Self.headerLimitBytes { throw Fault.malformed }
      return false
    }
    guard let text = String(validating: buffer[position..<end], as: UTF8.self) else {
      throw Fault.malformed
    }
    position = end + 2 * Self.lineEnd.count
    for line in text.unicodeScalars.split(whereSeparator: { $0 == "\r" || $0 == "\n" }) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, String(parts[0]).lowercased() == "content-disposition" else {
        continue
      }
      let value = HeaderValue(String(parts[1]))
      guard value.text == "form-data", let name = value.parameters["name"] else { break }
      let fileName = value.parameters["filename"].map(Self.plainFileName)
      try receive(.part(name: name, fileName: fileName))
      state = .value
      // An empty value is followed by its delimiter at once.
      return true
    }
    throw Fault.malformed
  }

  /// The last component, without control characters: old browsers send whole paths.
  private static func plainFileName(_ text: String) -> String {
    let last = text.unicodeScalars.split(omittingEmptySubsequences: false) {
      $0 == "/" || $0 == "\\"
    }.last
    return last.map { HeaderText.value(String($0)) } ?? ""
  }

  private func find(_ pattern: [UInt8], from start: Int) -> Int? {
    let bytes = buffer.span
    let pattern = pattern.span
    let first = pattern[0]
    var at = start
    while at + pattern.count <= bytes.count {
      if bytes[at] == first {
        var length = 1
        while length < pattern.count, bytes[at + length] == pattern[length] { length += 1 }
        if length == pattern.count { return at }
      }
      at += 1
    }
    return nil
  }
}
