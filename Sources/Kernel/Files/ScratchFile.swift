internal import Glibc
internal import Storage

/// A file without a name: nobody else sees it, and it goes with the program.
@safe
final class ScratchFile {
  private let descriptor: Int32

  /// - Throws: `StoreError` when no file can be made in the folder.
  init(in folder: String) throws(StoreError) {
    var name = Array("\(folder)/scratch-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else {
      throw StoreError.unavailable("a scratch file cannot be made: error \(errno)")
    }
    unsafe unlink(name)
  }

  deinit { close(descriptor) }

  /// - Throws: `StoreError.full` when the disk is full.
  func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
    var written = 0
    while written < bytes.count {
      let part = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
          off_t(offset + written))
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else {
        throw errno == ENOSPC || errno == EDQUOT
          ? StoreError.full("a scratch file")
          : StoreError.unavailable("a scratch file cannot be written: error \(errno)")
      }
      written += part
    }
  }

  func read(_ size: Int, at offset: Int) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    while count < size {
      let part = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + count }, size - count,
          off_t(offset + count))
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else {
        throw StoreError.unavailable("a scratch file cannot be read: error \(errno)")
      }
      count += part
    }
    return bytes
  }
}
