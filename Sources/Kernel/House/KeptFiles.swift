internal import Crypto
internal import Glibc
package import Storage

/// Files as they were received, kept under `<dataFolder>/files/<SHA-256 in hex>`.
///
/// A file is on the disk before a record that names it is committed, so a record never points to
/// nothing; the same content is kept once.
package struct KeptFiles: Sendable {
  private let folder: String

  package init(dataFolder: String) {
    folder = dataFolder + "/files"
  }

  func path(_ digest: String) -> String { folder + "/" + digest }

  /// Keeps the bytes; when this returns they survive a power cut.
  ///
  /// - Returns: the digest, in hex.
  /// - Throws: `StoreError.full` when the disk is full, `.unavailable` for any other refusal.
  package func keep(_ bytes: [UInt8]) throws(StoreError) -> String {
    let digest = hex(sha256(bytes))
    if (try? KeptFiles.read(path(digest))) == bytes { return digest }
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw Self.failure("the folder") }
    let part = path(digest) + ".part"
    do throws(StoreError) {
      try Self.write(bytes, to: part)
      if unsafe rename(part, path(digest)) != 0 { throw Self.failure("renaming") }
      try Self.settle(folder)
    } catch {
      unsafe unlink(part)
      throw error
    }
    return digest
  }

  /// Keeps a copy of a file that is too large for memory.
  ///
  /// - Returns: the digest, in hex, and the size in bytes.
  /// - Throws: as `keep`.
  package func keep(fileAt source: String) throws(StoreError) -> (digest: String, size: Int) {
    let input = unsafe open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw Self.failure("opening") }
    defer { close(input) }
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw Self.failure("the folder") }
    var name = Array("\(folder)/part-XXXXXX".utf8CString)
    let output = unsafe mkstemp(&name)
    guard output >= 0 else { throw Self.failure("creating") }
    do throws(StoreError) {
      let (digest, size) = try Self.copy(input, to: output)
      guard fsync(output) == 0 else { throw Self.failure("settling") }
      if unsafe rename(name, path(digest)) != 0 { throw Self.failure("renaming") }
      close(output)
      try Self.settle(folder)
      return (digest, size)
    } catch {
      unsafe unlink(name)
      close(output)
      throw error
    }
  }

  private static func copy(
    _ input: Int32, to output: Int32
  ) throws(StoreError) -> (digest: String, size: Int) {
    var hasher = SHA256Hasher()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var size = 0
    while true {
      let count = unsafe Glibc.read(input, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("reading") }
      if count == 0 { break }
      hasher.update(chunk[..<count])
      size += count
      var written = 0
      while written < count {
        let part = unsafe chunk.withUnsafeBytes { buffer in
          unsafe Glibc.write(
            output, buffer.baseAddress.map { unsafe $0 + written }, count - written)
        }
        if part < 0, errno == EINTR { continue }
        guard part > 0 else { throw failure("writing") }
        written += part
      }
    }
    return (hex(hasher.finish()), size)
  }

  /// The bytes of a kept file, checked against the digest they are kept under.
  ///
  /// - Throws: `Problem.conflict` when the file is gone or was changed.
  package func read(_ digest: String) throws -> [UInt8] {
    guard let bytes = try? KeptFiles.read(path(digest)), hex(sha256(bytes)) == digest else {
      throw Self.changed
    }
    return bytes
  }

  /// Makes sure that a kept file is what it was, without holding it in memory.
  ///
  /// - Throws: `Problem.conflict` when the file is gone or was changed.
  func verify(_ digest: String) throws {
    var hasher = SHA256Hasher()
    let descriptor = unsafe open(path(digest), O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while descriptor >= 0 {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      hasher.update(chunk[..<count])
    }
    guard descriptor >= 0, hex(hasher.finish()) == digest else { throw Self.changed }
  }

  private static let changed = Problem.conflict("留存的原始文件不见了或被改动过，与登记的指纹不符。请重新上传该文件。")

  /// Removes a kept file that no record names any more.
  func remove(_ digest: String) {
    unsafe unlink(path(digest))
  }

  /// The bytes of any file, for uploads on their way in.
  package static func read(_ path: String) throws(StoreError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("opening") }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure("reading") }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    var count = 0
    while count < bytes.count {
      let part = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else { throw failure("reading") }
      count += part
    }
    return bytes
  }

  /// Writes a new file that only its owner reads.
  static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("creating") }
    var count = 0
    while count < bytes.count {
      let part = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else {
        let error = failure("writing")
        close(descriptor)
        throw error
      }
      count += part
    }
    let isSettled = fsync(descriptor) == 0
    let error = failure("settling")
    guard close(descriptor) == 0, isSettled else { throw error }
  }

  /// Makes a new name in the folder survive a power cut.
  private static func settle(_ folder: String) throws(StoreError) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("opening the folder") }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw failure("settling the folder") }
  }

  private static func failure(_ what: String) -> StoreError {
    let code = errno
    let isFull = code == ENOSPC || code == EDQUOT
    let text = "\(what) of a received file failed with error \(code)"
    return isFull ? .full(text) : .unavailable(text)
  }
}
