internal import Crypto
internal import Glibc
internal import Kernel
package import Storage
internal import Supervision

extension Backup {
  /// Reads a backup to its end and checks everything in it; restores nothing.
  ///
  /// - Throws: `Problem.refused` saying what is wrong with it.
  package static func check(
    _ path: String, key: BackupKey?, progress: (BackupProgress) -> Void
  ) throws -> BackupSummary {
    let reader = try BackupReader(path, key)
    return try reader.readAll(into: NoTarget(), progress)
  }

  /// Restores a backup into an empty store and a data folder without received files.
  ///
  /// Everything is one transaction, with the files in place before it ends: at any failure the store
  /// is empty as before.
  ///
  /// - Returns: the manifest, which what is stored was checked against.
  /// - Throws: `Problem.refused` when the backup or the target is not fit; `StoreError`.
  package static func restore(
    _ path: String, key: BackupKey?, into store: any Store, dataFolder: String,
    progress: (BackupProgress) -> Void
  ) throws -> BackupSummary {
    let reader = try BackupReader(path, key)
    guard keptNames(in: "\(dataFolder)/files").isEmpty else {
      throw Problem.refused("\(dataFolder)/files 里已有文件，没有恢复任何数据。请换一个空的数据文件夹，或先移走它们。")
    }
    guard unsafe access("\(dataFolder)/\(houseKey)", F_OK) != 0 else {
      throw Problem.refused(
        "\(dataFolder) 里已有 \(houseKey)，没有恢复任何数据。请换一个空的数据文件夹，或先移走它。")
    }
    let files = RestoredFiles(dataFolder: dataFolder)
    do {
      return try store.write { db in
        let summary = try reader.readAll(into: StoreTarget(db, files), progress)
        try files.settle()
        return summary
      }
    } catch {
      files.undo()
      throw error
    }
  }
}

/// Where the content of a backup goes.
protocol BackupTarget: AnyObject {
  /// Makes room, for a house with the first so many migrations.
  func begin(migrations: Int) throws
  /// - Returns: how many rows there were.
  func rows(
    of table: BackupTable, _ next: (inout [Value]) throws -> Bool
  ) throws -> Int
  func endOfTables() throws
  func file(_ name: String) throws
  func piece(_ bytes: ArraySlice<UInt8>) throws
  func endOfFile() throws
}

/// A table as a backup describes it.
struct BackupTable {
  let name: SQLName
  let columns: [TableDescription.Column]
}

/// Takes nothing: for checking a backup.
final class NoTarget: BackupTarget {
  func begin(migrations: Int) throws {}

  func rows(of table: BackupTable, _ next: (inout [Value]) throws -> Bool) throws -> Int {
    var values: [Value] = []
    var count = 0
    while try next(&values) { count += 1 }
    return count
  }

  func endOfTables() throws {}
  func file(_ name: String) throws {}
  func piece(_ bytes: ArraySlice<UInt8>) throws {}
  func endOfFile() throws {}
}

/// An empty store inside its one transaction, and the received files.
final class StoreTarget: BackupTarget {
  private let db: any Connection
  private let files: RestoredFiles
  private var open: [SQLName: TableDescription] = [:]
  private var script = ""

  init(_ db: any Connection, _ files: RestoredFiles) {
    self.db = db
    self.files = files
  }

  func begin(migrations: Int) throws {
    guard let bulk = db as? any BulkConnection else { throw Backup.unable }
    guard try bulk.tables().isEmpty else {
      throw Problem.refused("目标数据库里已有数据，没有恢复任何数据。请换一个空的数据库。")
    }
    try buildSchema(House.migrations.prefix(migrations), db)
    let tables = try bulk.tables()
    // What migrations put in comes with the backup.
    for table in tables.reversed() { try db.execute("DELETE FROM \(table.name)") }
    for table in tables { open[table.name] = table }
    script = try bulk.loosen()
  }

  func rows(of table: BackupTable, _ next: (inout [Value]) throws -> Bool) throws -> Int {
    guard let target = open.removeValue(forKey: table.name),
      Set(target.columns.map(\.name)) == Set(table.columns.map(\.name))
    else {
      throw Problem.refused("备份里的表 \(table.name) 与本程序的数据库结构不符，没有恢复任何数据。请用做备份时的版本恢复。")
    }
    return try db.insertRows(into: table.name, table.columns.map(\.name), next)
  }

  func endOfTables() throws {
    guard open.isEmpty else {
      let names = open.keys.sorted().map(\.description).joined(separator: "、")
      throw Problem.refused("备份里缺少表 \(names)，没有恢复任何数据。请用做备份时的版本恢复。")
    }
    do throws(StoreError) {
      try db.executeScript(script)
    } catch {
      guard case .constraint = error else { throw error }
      throw Problem.refused("备份里的记录互相对不上（\(error)），没有恢复任何数据。请换一份备份。")
    }
  }

  func file(_ name: String) throws { try files.begin(name) }
  func piece(_ bytes: ArraySlice<UInt8>) throws { try files.write(bytes) }
  func endOfFile() throws { try files.end() }
}
