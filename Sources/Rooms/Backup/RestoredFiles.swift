internal import Glibc
internal import Kernel

/// Received files on their way into an empty data folder: written beside it, then moved in at once.
final class RestoredFiles {
  private let dataFolder: String
  private let folder: String
  private let waiting: String
  private var file: NewFile?
  private var names: [String] = []
  private var isSettled = false
  private var hasKey = false

  init(dataFolder: String) {
    self.dataFolder = dataFolder
    folder = dataFolder + "/files"
    waiting = dataFolder + "/files.restoring"
    clear()
  }

  func begin(_ name: String) throws {
    if names.isEmpty { unsafe mkdir(dataFolder, 0o750) }
    if names.isEmpty, unsafe mkdir(waiting, 0o700) != 0, errno != EEXIST {
      throw Problem.refused("建不了文件夹 \(waiting)（\(systemReason())），请检查权限。")
    }
    file = try NewFile("\(waiting)/\(name)")
    names.append(name)
  }

  func write(_ bytes: ArraySlice<UInt8>) throws { try file?.write(Array(bytes)) }

  func end() throws {
    try file?.finish()
    file = nil
  }

  /// Gives the files their place.
  func settle() throws {
    if let key = names.firstIndex(of: Backup.houseKey) {
      try move("\(waiting)/\(Backup.houseKey)", to: "\(dataFolder)/\(Backup.houseKey)")
      hasKey = true
      names.remove(at: key)
      if names.isEmpty { unsafe rmdir(waiting) }
    }
    guard !names.isEmpty else { return }
    // An empty folder in the way is replaced.
    try move(waiting, to: folder)
    isSettled = true
  }

  private func move(_ old: String, to new: String) throws {
    guard unsafe rename(old, new) == 0 else {
      throw Problem.refused("不能把 \(old) 改名为 \(new)（\(systemReason())），没有恢复任何数据。")
    }
    settleFolder(of: new)
  }

  /// Takes everything back.
  func undo() {
    file = nil
    clear()
    if hasKey { unsafe unlink("\(dataFolder)/\(Backup.houseKey)") }
    guard isSettled else { return }
    for name in names { unsafe unlink("\(folder)/\(name)") }
    unsafe rmdir(folder)
  }

  /// Removes what waits, also what an earlier run left when it was killed.
  private func clear() {
    for name in Backup.keptNames(in: waiting) + [Backup.houseKey] {
      unsafe unlink("\(waiting)/\(name)")
    }
    for name in names { unsafe unlink("\(waiting)/\(name).part") }
    unsafe rmdir(waiting)
  }
}
