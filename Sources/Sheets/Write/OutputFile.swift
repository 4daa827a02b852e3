internal import Glibc

/// Why a table was not written.
package enum WriteFault: Error, Equatable {
  /// No room on the disk.
  case full
  /// Anything else, with the system's error number.
  case failed(Int32)
}

/// Bytes on their way into an open file, gathered into large pieces.
final class OutputFile {
  private static let pieceBytes = 1 << 18
  private let descriptor: Int32
  private var pending: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func append(_ bytes: [UInt8]) throws(WriteFault) {
    pending += bytes
    if pending.count >= Self.pieceBytes { try flush() }
  }

  /// Lets `fill` append to the pending bytes in place.
  func append(_ fill: (inout [UInt8]) -> Void) throws(WriteFault) {
    fill(&pending)
    if pending.count >= Self.pieceBytes { try flush() }
  }

  func flush() throws(WriteFault) {
    var written = 0
    while written < pending.count {
      let part = unsafe pending.withUnsafeBytes { buffer in
        unsafe write(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else {
        throw errno == ENOSPC || errno == EDQUOT ? .full : .failed(errno)
      }
      written += part
    }
    pending.removeAll(keepingCapacity: true)
  }
}
