package import Draw
internal import Glibc

/// A folder with the files of a draw.
package struct DrawFolder {
  private static let largestFile = 1 << 30

  private let path: String

  package init(_ path: String) { self.path = path }

  package func files() throws(Refusal) -> DrawFiles {
    try checkDirectory()
    return DrawFiles(
      roster: try file(FileName.roster), rules: try file(FileName.rules),
      seed: try file(FileName.seed), inspectors: try optionalFile(FileName.inspectors),
      conflicts: try optionalFile(FileName.conflicts),
      amendments: try optionalFile(FileName.amendments))
  }

  package func file(_ name: String) throws(Refusal) -> [UInt8] {
    guard let bytes = try optionalFile(name) else {
      throw Refusal(file: name, line: 0, reason: "文件夹\(path)中没有这个文件，请补上。")
    }
    return bytes
  }

  private func checkDirectory() throws(Refusal) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw Refusal(file: path, line: 0, reason: "打不开文件夹（\(reason(errno))），请检查路径和权限。")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Refusal(file: path, line: 0, reason: "这不是文件夹，请指明抽取文件所在的文件夹。")
    }
  }

  /// The bytes of a file; nil if there is none of that name.
  private func optionalFile(_ name: String) throws(Refusal) -> [UInt8]? {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = unsafe open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw unreadable(name)
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(name) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(file: name, line: 0, reason: "这不是普通文件，请换成由系统导出的文本文件。")
    }
    guard Int(status.st_size) <= Self.largestFile else {
      throw Refusal(file: name, line: 0, reason: "文件超过1 GiB，不是正常的抽取文件，请核对。")
    }
    return try read(descriptor, size: Int(status.st_size), name)
  }

  private func read(_ descriptor: Int32, size: Int, _ name: String) throws(Refusal) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), size - filled)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw unreadable(name)
      }
      if got == 0 {
        throw Refusal(file: name, line: 0, reason: "文件在读取时变短了，请待写入完成后重试。")
      }
      filled += got
    }
    return bytes
  }

  private func unreadable(_ name: String) -> Refusal {
    Refusal(file: name, line: 0, reason: "读不出来（\(reason(errno))），请检查文件和权限。")
  }
}
