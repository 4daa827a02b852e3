internal import CExpat

/// Is told what stands in an XML text, in order.
///
/// Bytes are lent for the length of the call. Names come without their namespace prefix.
package protocol XMLHandler: AnyObject {
  /// - Parameter name: place in the reader's names, or -1 for one that is not among them.
  func start(_ name: Int, _ attributes: XMLAttributes) throws
  func end(_ name: Int) throws
  /// UTF-8; one text may come in several pieces.
  func text(_ bytes: Span<UInt8>) throws
}

/// The attributes of one element, lent for the length of a call.
@safe package struct XMLAttributes {
  private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  fileprivate init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    unsafe self.list = list
  }

  /// Hands name, without its prefix, and value of each to `visit`.
  package func visit(_ visit: (Span<UInt8>, Span<UInt8>) throws -> Void) rethrows {
    guard var next = unsafe list else { return }
    while let name = unsafe next[0], let value = unsafe next[1] {
      let nameBytes = unsafe bytes(name, fromColon: true)
      let valueBytes = unsafe bytes(value)
      try visit(unsafe Span(_unsafeElements: nameBytes), unsafe Span(_unsafeElements: valueBytes))
      unsafe next += 2
    }
  }

  /// The value of an attribute, copied.
  package func value(_ wanted: StaticString) -> String? {
    var found: String?
    visit { name, value in
      if found == nil, name.isEqual(wanted) { found = String(copying: value) }
    }
    return found
  }
}

/// Why a text is not read.
package enum XMLFault: Error, Equatable {
  /// Not well-formed, with the library's words.
  case malformed(String)
  /// A document type: ours have none, and entities can blow a small text up without end.
  case documentType
}

/// Reads XML as it arrives, without keeping it.
@safe package final class XMLReader {
  private let parser: XML_Parser
  private let handler: any XMLHandler
  private let names: [StaticString]
  private var failure: (any Error)?

  /// - Parameter names: of the elements the handler wants to tell apart.
  package init(_ handler: any XMLHandler, names: [StaticString]) {
    guard let parser = unsafe XML_ParserCreate("UTF-8") else {
      preconditionFailure("no memory for a parser")
    }
    unsafe self.parser = parser
    self.handler = handler
    self.names = names
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { context, name, attributes in
        guard let name = unsafe name else { return }
        let reader = unsafe XMLReader.from(context)
        unsafe reader.started(name, attributes)
      },
      { context, name in
        guard let name = unsafe name else { return }
        let reader = unsafe XMLReader.from(context)
        unsafe reader.ended(name)
      })
    unsafe XML_SetCharacterDataHandler(parser) { context, start, count in
      let reader = unsafe XMLReader.from(context)
      unsafe reader.received(start, Int(count))
    }
    unsafe XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      let reader = unsafe XMLReader.from(context)
      reader.stop(XMLFault.documentType)
    }
  }

  deinit {
    unsafe XML_ParserFree(parser)
  }

  /// Reads on.
  ///
  /// - Parameter isLast: nothing follows; then the text has to be complete.
  /// - Throws: `XMLFault`, or what the handler threw.
  package func read(_ bytes: Span<UInt8>, isLast: Bool = false) throws {
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        unsafe XML_Parse(parser, text.baseAddress, CInt(text.count), isLast ? 1 : 0)
      }
    }
    if let failure { throw failure }
    guard status == XML_STATUS_OK else {
      let code = unsafe XML_GetErrorCode(parser)
      let words = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "unknown"
      let line = unsafe XML_GetCurrentLineNumber(parser)
      throw XMLFault.malformed("line \(line): \(words)")
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> XMLReader {
    guard let context = unsafe context else { preconditionFailure("the context was set") }
    return unsafe Unmanaged<XMLReader>.fromOpaque(context).takeUnretainedValue()
  }

  private func started(
    _ name: UnsafePointer<CChar>, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    let place = unsafe place(of: name)
    attempt { try handler.start(place, unsafe XMLAttributes(list)) }
  }

  private func ended(_ name: UnsafePointer<CChar>) {
    let place = unsafe place(of: name)
    attempt { try handler.end(place) }
  }

  private func received(_ start: UnsafePointer<CChar>?, _ count: Int) {
    guard let start = unsafe start else { return }
    let buffer = unsafe UnsafeRawBufferPointer(start: start, count: count)
    unsafe buffer.withMemoryRebound(to: UInt8.self) { bytes in
      attempt { try handler.text(unsafe Span(_unsafeElements: bytes)) }
    }
  }

  private func attempt(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { stop(error) }
  }

  private func stop(_ error: any Error) {
    failure = error
    unsafe XML_StopParser(parser, XML_Bool(0))
  }

  private func place(of name: UnsafePointer<CChar>) -> Int {
    let text = unsafe bytes(name, fromColon: true)
    let name = unsafe Span(_unsafeElements: text)
    for index in names.indices where name.isEqual(names[index]) { return index }
    return -1
  }
}

/// The bytes of a C text, or those after its colon.
private func bytes(
  _ text: UnsafePointer<CChar>, fromColon: Bool = false
) -> UnsafeBufferPointer<UInt8> {
  var start = unsafe text
  var end = unsafe text
  while unsafe end.pointee != 0 {
    if fromColon, unsafe end.pointee == CChar(UInt8(ascii: ":")) { unsafe start = unsafe end + 1 }
    unsafe end += 1
  }
  let count = unsafe end - start
  return unsafe UnsafeRawBufferPointer(start: start, count: count).bindMemory(to: UInt8.self)
}

extension Span<UInt8> {
  package func isEqual(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { wanted in
      for index in 0..<count {
        if unsafe self[index] != wanted[index] { return false }
      }
      return true
    }
  }
}

extension String {
  /// The text of bytes that are UTF-8; what is not is replaced.
  package init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
