package import Draw
internal import Glibc

/// A folder with the files of a draw.
package struct DrawFolder {
  /// Of files that are held in memory: all but the roster.
  private static let largestFile = 1 << 28

  private let path: String

  /// - Throws: `Refusal` if there is no such folder.
  package init(_ path: String) throws(Refusal) {
    self.path = path
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw Refusal(file: path, line: 0, reason: "打不开文件夹（\(reason(errno))），请检查路径和权限。")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Refusal(file: path, line: 0, reason: "这不是文件夹，请指明抽取文件所在的文件夹。")
    }
  }

  /// The roster, read by as many threads as there are processors for this process.
  package func roster() throws(Refusal) -> RosterFile {
    guard let file = try OpenFile("\(path)/\(FileName.roster)", named: FileName.roster) else {
      throw missing(FileName.roster)
    }
    return RosterFile(file, threads: Threads.available)
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
  private func optionalFile(_ name: String) throws(Refusal) -> [UInt8]? {
    guard let file = try OpenFile("\(path)/\(name)", named: name) else { return nil }
    guard file.size <= Self.largestFile else {
      throw Refusal(file: name, line: 0, reason: "文件超过256 MiB，不是正常的抽取文件，请核对。")
    }
    let bytes = try file.read(at: 0, count: file.size)
    try file.checkUnchanged()
    return bytes
  }

  private func missing(_ name: String) -> Refusal {
    Refusal(file: name, line: 0, reason: "文件夹\(path)中没有这个文件，请补上。")
  }
}
