internal import CArchive
internal import Glibc

/// Writes a ZIP to disk entry by entry, in pieces, with constant memory.
///
/// Entries are deflated quickly rather than tightly, and none may reach 4 GiB: the older form of
/// the format is what every spreadsheet program opens.
@safe
package final class ZipStream {
  private let handle: OpaquePointer
  private let modified: Int64
  private var entryBytes = 0
  private var isClosed = false

  /// - Parameters:
  ///   - descriptor: an open file, which the caller closes.
  ///   - modified: seconds since 1970 UTC, for all entries.
  package init(descriptor: Int32, modified: Int64) throws(ArchiveError) {
    guard let handle = unsafe archive_write_new() else { throw .failed("archive_write_new") }
    unsafe self.handle = handle
    self.modified = modified
    try check(unsafe archive_write_set_format_zip(handle))
    try check(
      unsafe archive_write_set_options(
        handle, "zip:compression=deflate,zip:compression-level=2,zip:!zip64"))
    try check(unsafe archive_write_set_bytes_per_block(handle, 1 << 17))
    try check(unsafe archive_write_set_bytes_in_last_block(handle, 1))
    try check(unsafe archive_write_open_fd(handle, descriptor))
  }

  deinit {
    if !isClosed { unsafe archive_write_fail(handle) }
    unsafe archive_write_free(handle)
  }

  /// Ends the running entry and begins another.
  package func begin(_ name: String) throws(ArchiveError) {
    guard isSafeName(name) else { throw .unsafeName(name) }
    guard let entry = unsafe archive_entry_new() else { throw .failed("archive_entry_new") }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname_utf8(entry, name)
    unsafe archive_entry_set_filetype(entry, UInt32(0o100000))
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, Int(modified), 0)
    entryBytes = 0
    try check(unsafe archive_write_header(handle, entry))
  }

  /// Adds to the running entry.
  package func write(_ bytes: [UInt8]) throws(ArchiveError) {
    guard !bytes.isEmpty else { return }
    entryBytes += bytes.count
    guard entryBytes < 1 << 32 else { throw .tooLarge(limitBytes: 1 << 32) }
    let written = unsafe archive_write_data(handle, bytes, bytes.count)
    guard written == bytes.count else {
      throw .failed(unsafe message(of: handle))
    }
  }

  /// Ends the archive; nothing can be added any more.
  package func finish() throws(ArchiveError) {
    isClosed = true
    try check(unsafe archive_write_close(handle))
  }

  private func check(_ code: Int32) throws(ArchiveError) {
    guard code == ARCHIVE_OK else { throw .failed(unsafe message(of: handle)) }
  }
}
