package import Draw
internal import Glibc

/// A folder with the files of a draw, or a ZIP with them.
package struct DrawFolder {
  /// Of files that are held in memory: all but the roster of a folder.
  private static let largestFile = 1 << 28

  private let path: String
  /// What is in it, if it is a ZIP.
  private let archive: DrawArchive?

  /// - Throws: `Refusal` if there is no such folder or ZIP.
  package init(_ path: String) throws(Refusal) {
    self.path = path
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw Refusal(file: path, line: 0, reason: "打不开文件夹（\(reason(errno))），请检查路径和权限。")
    }
    if status.st_mode & S_IFMT == S_IFREG, let file = try OpenFile(path, named: path),
      DrawArchive.isOne(try file.read(at: 0, count: min(4, file.size)))
    {
      archive = try DrawArchive(try Self.bytes(of: file, path), named: path)
      return
    }
    archive = nil
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Refusal(file: path, line: 0, reason: "这不是文件夹，也不是ZIP，请指明抽取文件所在的文件夹或ZIP。")
    }
  }

  /// The roster; in a folder it is read by as many threads as there are processors for this process.
  package func roster() throws(Refusal) -> FoundRoster {
    if let archive {
      guard let bytes = archive.file(FileName.roster) else { throw missing(FileName.roster) }
      return .unpacked(RosterBytes(bytes, crew: Threads()))
    }
    guard let file = try OpenFile("\(path)/\(FileName.roster)", named: FileName.roster) else {
      throw missing(FileName.roster)
    }
    return .file(RosterFile(file, threads: Threads.available))
  }

  package func sideFiles() throws(Refusal) -> SideFiles {
    SideFiles(
      rules: try file(FileName.rules), seed: try file(FileName.seed),
      inspectors: try optionalFile(FileName.inspectors),
      conflicts: try optionalFile(FileName.conflicts),
      amendments: try optionalFile(FileName.amendments))
  }

  package func file(_ name: String) throws(Refusal) -> [UInt8] {
    guard let bytes = try optionalFile(name) else { throw missing(name) }
    return bytes
  }

  /// The bytes of a file; nil if there is none of that name.
  package func optionalFile(_ name: String) throws(Refusal) -> [UInt8]? {
    if let archive { return archive.file(name) }
    guard let file = try OpenFile("\(path)/\(name)", named: name) else { return nil }
    return try Self.bytes(of: file, name)
  }

  private static func bytes(of file: OpenFile, _ name: String) throws(Refusal) -> [UInt8] {
    guard file.size <= Self.largestFile else {
      throw Refusal(file: name, line: 0, reason: "文件超过256 MiB，不是正常的抽取文件，请核对。")
    }
    let bytes = try file.read(at: 0, count: file.size)
    try file.checkUnchanged()
    return bytes
  }

  private func missing(_ name: String) -> Refusal {
    let place = archive == nil ? "文件夹" : "ZIP "
    return Refusal(file: name, line: 0, reason: "\(place)\(path)中没有这个文件，请补上。")
  }
}

/// A single file that a person names: a proof, a tree, a transcript.
///
/// - Throws: `Refusal` named after its path if it cannot be read or is larger than 256 MiB.
package func readFile(_ path: String) throws(Refusal) -> [UInt8] {
  guard let file = try OpenFile(path, named: path) else {
    throw Refusal(file: path, line: 0, reason: "没有这个文件，请检查路径。")
  }
  guard file.size <= 1 << 28 else {
    throw Refusal(file: path, line: 0, reason: "文件超过256 MiB，请核对是不是这个文件。")
  }
  let bytes = try file.read(at: 0, count: file.size)
  try file.checkUnchanged()
  return bytes
}
