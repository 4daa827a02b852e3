internal import Draw
internal import Glibc

// The commands `draw` and `verify`: a draw folder in, text on standard output, an exit status out.

/// Computes the draw in `directory` and writes its transcript to standard output.
///
/// - Returns: 0; 2 with one sentence on standard error if a file is refused or cannot be read.
func runDraw(directory: String) -> Int32 {
  do throws(Refusal) {
    let folder = DrawFolder(directory)
    let result = try draw(try folder.files())
    return try write(result.transcript, to: STDOUT_FILENO)
  } catch {
    return report(error)
  }
}

/// Repeats the draw in `directory` and compares it with the `transcript.txt` there.
///
/// - Returns: 0 and the end digest if they agree, 1 and the first differing line if not; 2 with one
///   sentence on standard error if a file is refused or cannot be read.
func runVerify(directory: String) -> Int32 {
  do throws(Refusal) {
    let folder = DrawFolder(directory)
    let files = try folder.files()
    let transcript = try folder.file(FileName.transcript)
    switch try verify(files, transcript: transcript) {
    case .verified(let endDigest):
      return try write([UInt8]("verified \(hex(endDigest))\n".utf8), to: STDOUT_FILENO)
    case .differs(let line, let expected, let found):
      let text = """
        \(FileName.transcript):\(line): 与重新计算的结果不同。
        应为: \(expected)
        实为: \(found)

        """
      _ = try write([UInt8](text.utf8), to: STDOUT_FILENO)
      return 1
    }
  } catch {
    return report(error)
  }
}

private func report(_ refusal: Refusal) -> Int32 { complain(refusal.description) }

/// Writes one sentence to standard error.
///
/// - Returns: 2, the exit status of a command that did nothing.
func complain(_ sentence: String) -> Int32 {
  // Nothing more can be said where standard error cannot be written.
  _ = try? write([UInt8]("\(sentence)\n".utf8), to: STDERR_FILENO)
  return 2
}

/// Writes all of `bytes`.
///
/// - Returns: 0, the exit status of success.
func write(_ bytes: [UInt8], to descriptor: Int32) throws(Refusal) -> Int32 {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = unsafe rest.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    if written > 0 {
      rest = rest.dropFirst(written)
    } else if errno != EINTR {
      throw Refusal(file: "标准输出", line: 0, reason: "写入失败（\(reason(errno))），请检查输出位置。")
    }
  }
  return 0
}

/// What an error number of the system means.
private func reason(_ code: Int32) -> String {
  switch code {
  case ENOENT: "不存在"
  case EACCES, EPERM: "没有权限"
  case ENOTDIR: "路径中有一段不是文件夹"
  case ELOOP: "符号链接循环"
  case ENAMETOOLONG: "名称太长"
  case EISDIR: "这是文件夹"
  case EMFILE, ENFILE: "打开的文件太多"
  case EIO: "设备读写出错"
  case ENOSPC: "磁盘已满"
  case EPIPE: "接收方已关闭"
  default: "系统错误\(code)"
  }
}

/// A folder with the files of a draw.
private struct DrawFolder {
  private static let largestFile = 1 << 30

  private let path: String

  init(_ path: String) { self.path = path }

  func files() throws(Refusal) -> DrawFiles {
    try checkDirectory()
    return DrawFiles(
      roster: try file(FileName.roster), rules: try file(FileName.rules),
      seed: try file(FileName.seed), inspectors: try optionalFile(FileName.inspectors),
      conflicts: try optionalFile(FileName.conflicts),
      amendments: try optionalFile(FileName.amendments))
  }

  func file(_ name: String) throws(Refusal) -> [UInt8] {
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
