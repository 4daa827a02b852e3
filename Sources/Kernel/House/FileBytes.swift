internal import Glibc

/// A new file being written; it has its name only when it is whole.
@safe
package final class NewFile {
  private let path: String
  private let part: String
  private let descriptor: Int32
  private var isDone = false

  /// - Throws: `Problem.refused` when there is a file of that name or none can be made.
  package init(_ path: String) throws {
    self.path = path
    part = path + ".part"
    if unsafe access(path, F_OK) == 0 {
      throw Problem.refused("文件 \(path) 已经存在，没有覆盖。请换一个文件名，或先移走它。")
    }
    descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Problem.refused("建不了文件 \(part)（\(systemReason())），请检查文件夹和权限。")
    }
  }

  deinit {
    if !isDone {
      close(descriptor)
      unsafe unlink(part)
    }
  }

  package func write(_ bytes: [UInt8]) throws {
    var count = 0
    while count < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw Problem.refused("写文件 \(path) 时出错（\(systemReason())），没有写成，已删去写了一半的文件。")
      }
      count += written
    }
  }

  /// Gives the file its name; then it survives a power cut.
  package func finish() throws {
    guard fsync(descriptor) == 0, close(descriptor) == 0 else {
      throw Problem.refused("写文件 \(path) 时出错（\(systemReason())），没有写成。")
    }
    isDone = true
    guard unsafe rename(part, path) == 0 else {
      throw Problem.refused("文件写好了，但不能改名为 \(path)（\(systemReason())），内容在 \(part)。")
    }
    settleFolder(of: path)
  }
}

/// A file being read from its beginning.
@safe
package final class OldFile {
  package let path: String
  private let descriptor: Int32

  /// - Throws: `Problem.refused` when it cannot be opened.
  package init(_ path: String) throws {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem.refused("文件 \(path) 打不开（\(systemReason())），请检查路径和权限。")
    }
  }

  deinit { close(descriptor) }

  /// Up to `limit` bytes, empty at the end.
  package func read(_ limit: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let found = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
      }
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else {
        throw Problem.refused("读文件 \(path) 时出错（\(systemReason())）。")
      }
      if found == 0 { break }
      count += found
    }
    bytes.removeLast(limit - count)
    return bytes
  }

  /// The whole content of a small file.
  package func all() throws -> [UInt8] {
    var content: [UInt8] = []
    while true {
      let piece = try read(1 << 16)
      if piece.isEmpty { return content }
      content += piece
    }
  }
}

/// The system's word for its last refusal.
package func systemReason() -> String {
  switch errno {
  case ENOENT: "不存在"
  case EACCES, EPERM: "没有权限"
  case ENOSPC, EDQUOT: "磁盘已满"
  case EISDIR: "是文件夹"
  case EROFS: "只读"
  case let code: "错误\(code)"
  }
}

/// Makes a new name in its folder survive a power cut, as far as the file system lets us.
package func settleFolder(of path: String) {
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
  let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
