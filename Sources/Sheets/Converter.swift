internal import Glibc

/// Conversion of text into UTF-8 by the C library, which stops at the first fault.
@safe
struct Converter: ~Copyable {
  private let handle: iconv_t

  /// Nil when the system does not know the encoding.
  init?(from encoding: String) {
    guard let handle = unsafe iconv_open("UTF-8", encoding), Int(bitPattern: handle) != -1
    else { return nil }
    unsafe self.handle = handle
  }

  deinit {
    unsafe iconv_close(handle)
  }

  /// The text up to the first byte that cannot be decoded, and whether that is all of it.
  func convert(_ bytes: [UInt8]) -> (text: [UInt8], isWhole: Bool) {
    unsafe iconv(handle, nil, nil, nil, nil)
    var input = bytes.map(CChar.init(bitPattern:))
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 2)
    let isWhole = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe drain(source, into: &result)
    }
    return (result, isWhole)
  }

  private func drain(
    _ source: UnsafeMutableBufferPointer<CChar>, into result: inout [UInt8]
  ) -> Bool {
    var next = source.baseAddress
    var left = source.count
    var chunk = [CChar](repeating: 0, count: 1 << 16)
    while left > 0 {
      let (code, fault, written) = unsafe chunk.withUnsafeMutableBufferPointer { buffer in
        var place = buffer.baseAddress
        var room = buffer.count
        let code = unsafe iconv(handle, &next, &left, &place, &room)
        return (code, errno, buffer.count - room)
      }
      result += chunk[..<written].lazy.map(UInt8.init(bitPattern:))
      if code == -1, fault != E2BIG { return false }
    }
    return true
  }
}
