internal import Glibc
package import HTTP
package import Sheets
internal import Storage
internal import Supervision

/// A table written to disk for one answer, which removes it.
@safe
package final class TemporaryTable {
  private let path: String
  package let descriptor: Int32
  private var isHandedOver = false
  private(set) var rows = 0

  /// - Throws: `StoreError` when no file can be made.
  package init(_ house: House) throws {
    let folder = house.surroundings.dataFolder + "/exports"
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
      throw StoreError.unavailable("the folder for exports cannot be made: error \(errno)")
    }
    var name = Array("\(folder)/export-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else {
      throw StoreError.unavailable("a file for an export cannot be made: error \(errno)")
    }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    close(descriptor)
    if !isHandedOver { unsafe unlink(path) }
  }

  /// Writes a table in the columns of a library.
  func write(
    _ kind: ImportKind, _ format: TableFormat, named name: String, now: Instant,
    _ fill: (([String]) throws -> Void) throws -> Void
  ) throws {
    rows = try writeTable(kind, format, to: descriptor, named: name, now: now, fill)
  }

  /// The file as an answer, which removes it.
  ///
  /// - Parameter name: of the file, without its ending.
  package func response(_ format: TableFormat, named name: String) -> Response {
    finished(format, named: name).response(removing: true)
  }

  /// The file, which from now on belongs to who takes it.
  ///
  /// - Parameter name: of the file, without its ending.
  func finished(_ format: TableFormat, named name: String) -> FinishedTable {
    finished(type: format.contentType, named: "\(name).\(format.rawValue)")
  }

  func finished(type: String, named name: String) -> FinishedTable {
    isHandedOver = true
    var status = stat()
    unsafe fstat(descriptor, &status)
    return FinishedTable(path: path, size: Int(status.st_size), type: type, fileName: name)
  }
}

/// Writes a table in the columns of a library to an open file.
///
/// - Returns: the rows without the header.
/// - Throws: `StoreError.full` when the disk is full; what `fill` throws.
func writeTable(
  _ kind: ImportKind, _ format: TableFormat, to descriptor: Int32, named name: String,
  now: Instant, _ fill: (([String]) throws -> Void) throws -> Void
) throws -> Int {
  var rows = 0
  do {
    let writer = try tableWriter(
      format, to: descriptor, named: name,
      columns: kind.columns.map { TableColumn(name: $0.name, code: $0.code) },
      modified: now.milliseconds / 1000)
    try fill { cells in
      try writer.write(cells)
      rows += 1
    }
    try writer.finish()
  } catch let fault as WriteFault {
    throw fault == .full
      ? StoreError.full("an export") : StoreError.unavailable("an export: \(fault)")
  }
  return rows
}
