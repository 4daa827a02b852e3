internal import Draw
internal import Glibc

/// A regular file held open, to be read at any place by any thread.
final class OpenFile: Sendable {
  let size: Int
  private let name: String
  private let descriptor: Int32
  /// When the contents were last changed.
  private let changed: [Int]

  /// - Returns: nil if there is no file of that name.
  /// - Throws: `Refusal` if it cannot be opened or is not a regular file.
  init?(_ path: String, named name: String) throws(Refusal) {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw Self.unreadable(name)
    }
    self.descriptor = descriptor
    self.name = name
    var status = stat()
    let isKnown = unsafe fstat(descriptor, &status) == 0
    size = Int(status.st_size)
    changed = Self.changed(status)
    guard isKnown else { throw Self.unreadable(name) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(file: name, line: 0, reason: "这不是普通文件，请换成由系统导出的文本文件。")
    }
  }

  deinit { close(descriptor) }

  /// Exactly `count` bytes from `offset` on.
  func read(at offset: Int, count: Int) throws(Refusal) -> [UInt8] {
    var failure: Refusal?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, offset + filled)
        if got < 0 {
          if errno == EINTR { continue }
          failure = Self.unreadable(name)
          return
        }
        if got == 0 {
          failure = shrunk
          return
        }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// What there is, for files of the system whose size is not known beforehand.
  func readToEnd() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
      filled = max(0, unsafe pread(descriptor, buffer.baseAddress, 1 << 16, 0))
    }
  }

  /// Refuses a file that was written to since it was opened.
  func checkUnchanged() throws(Refusal) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.unreadable(name) }
    if Int(status.st_size) < size { throw shrunk }
    if Int(status.st_size) != size || Self.changed(status) != changed {
      throw Refusal(file: name, line: 0, reason: "文件在读取时被改动，请待写入完成后重试。")
    }
  }

  private var shrunk: Refusal {
    Refusal(file: name, line: 0, reason: "文件在读取时变短了，请待写入完成后重试。")
  }

  private static func changed(_ status: stat) -> [Int] {
    [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }

  private static func unreadable(_ name: String) -> Refusal {
    Refusal(file: name, line: 0, reason: "读不出来（\(reason(errno))），请检查文件和权限。")
  }
}
