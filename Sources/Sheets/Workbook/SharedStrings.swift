internal import Archive
internal import Glibc
internal import XML

/// The texts that cells of a workbook share, by number.
///
/// They stay in memory up to 48 MiB and go to an unnamed file beyond, so that a workbook of any
/// size is read with bounded memory.
@safe
final class SharedStrings {
  private static let memoryLimit = 48 << 20
  private static let windowBytes = 1 << 16

  private let folder: String
  private var bytes: [UInt8] = []
  /// Where each text ends, counted from the first byte of all of them.
  private var ends: [Int] = []
  /// How many bytes are in the file; those in memory follow.
  private var spilledBytes = 0
  private var file: Int32 = -1
  /// The piece of the file that was read last.
  private var window: [UInt8] = []
  private var windowStart = 0

  /// - Parameter folder: where there is room for an unnamed file.
  init(folder: String) { self.folder = folder }

  deinit {
    if file >= 0 { close(file) }
  }

  var count: Int { ends.count }

  func append(_ text: [UInt8]) throws(SheetFault) {
    bytes += text
    ends.append(spilledBytes + bytes.count)
    if bytes.count > Self.memoryLimit { try spill() }
  }

  subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : ends[index - 1]
    let end = ends[index]
    if start >= spilledBytes {
      return String(decoding: bytes[(start - spilledBytes)..<(end - spilledBytes)], as: UTF8.self)
    }
    return spilled(start, end)
  }

  private func spilled(_ start: Int, _ end: Int) -> String? {
    if start < windowStart || end > windowStart + window.count {
      let wanted = max(Self.windowBytes, end - start)
      window = [UInt8](repeating: 0, count: min(wanted, spilledBytes - start))
      windowStart = start
      var count = 0
      while count < window.count {
        let part = unsafe window.withUnsafeMutableBytes { buffer in
          unsafe pread(
            file, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count,
            off_t(start + count))
        }
        if part < 0, errno == EINTR { continue }
        guard part > 0 else { return nil }
        count += part
      }
    }
    guard end <= windowStart + window.count else { return nil }
    return String(
      decoding: window[(start - windowStart)..<(end - windowStart)], as: UTF8.self)
  }

  /// Moves what is in memory to the file. A text lies either in the file or in memory, whole.
  private func spill() throws(SheetFault) {
    if file < 0 {
      var name = Array("\(folder)/strings-XXXXXX".utf8CString)
      file = unsafe mkstemp(&name)
      // It has no name any more and goes with the last one who has it open.
      if file >= 0 { unsafe unlink(name) }
    }
    var written = 0
    while written < bytes.count {
      let part = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          file, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
          off_t(spilledBytes + written))
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else {
        throw SheetFault(
          reason: "工作簿的文字太多，临时文件夹放不下。", suggestion: "请拆成几个文件分别上传，或请系统管理员清理磁盘。")
      }
      written += part
    }
    spilledBytes += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Reads `sharedStrings.xml`: the runs of an item are joined, readings for its characters left out.
final class SharedStringsReader: XMLHandler {
  static let names: [StaticString] = ["si", "t", "rPh"]
  let strings: SharedStrings
  private var text: [UInt8] = []
  private var isText = false
  private var phonetics = 0

  init(folder: String) { strings = SharedStrings(folder: folder) }

  func start(_ name: Int, _ attributes: XMLAttributes) {
    switch name {
    case 0: text.removeAll(keepingCapacity: true)
    case 1: isText = phonetics == 0
    case 2: phonetics += 1
    default: break
    }
  }

  func end(_ name: Int) throws {
    switch name {
    case 0: try strings.append(text)
    case 1: isText = false
    case 2: phonetics -= 1
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) throws {
    guard isText else { return }
    for index in bytes.indices { text.append(bytes[index]) }
    // Every cell may name it, so that a long one would cost its length as often as there are cells.
    guard text.count <= 4 * SheetLimits.cellCharacters else {
      throw SheetFault(
        reason: "工作簿里有一个单元格的内容超过\(SheetLimits.cellCharacters)个字符（开头是“"
          + shortened(String(decoding: text.prefix(200), as: UTF8.self)) + "”）。",
        suggestion: "请缩短内容。")
    }
  }
}
