internal import Glibc

/// A new file only this process can read, removed with this object unless it was moved away.
final class TemporaryFile {
  let path: String
  private(set) var size = 0
  private var descriptor: Int32

  /// - Returns: `nil` when the folder does not take a new file.
  init?(folder: String) {
    let path = "\(folder)/upload-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    _ = close()
    unsafe unlink(path)
  }

  /// - Returns: whether all bytes were taken; not when the disk is full.
  func append(_ bytes: ArraySlice<UInt8>) -> Bool {
    size += bytes.count
    return unsafe bytes.withUnsafeBytes { buffer in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
        let written = unsafe write(descriptor, part.baseAddress, part.count)
        if written < 0 {
          if errno == EINTR { continue }
          return false
        }
        unsafe rest = rest.dropFirst(written)
      }
      return true
    }
  }

  /// - Returns: whether the system reports everything as written.
  func close() -> Bool {
    guard descriptor >= 0 else { return true }
    defer { descriptor = -1 }
    return Glibc.close(descriptor) == 0
  }
}
