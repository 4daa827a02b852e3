internal import CArchive
internal import Glibc

/// Packs files into a ZIP whose bytes depend on nothing but the arguments.
///
/// Deflated, in the given order, names as UTF-8, times in UTC whatever the machine's time zone.
///
/// - Parameters:
///   - entries: relative names with `/`; none twice.
///   - modified: seconds since 1970 UTC, for all of them.
package func zip(
  _ entries: [(name: String, bytes: [UInt8])], modified: Int64
) throws(ArchiveError) -> [UInt8] {
  var names: Set<String> = []
  var total = 0
  for entry in entries {
    guard isSafeName(entry.name), !entry.name.hasSuffix("/") else { throw .unsafeName(entry.name) }
    guard names.insert(entry.name).inserted else { throw .duplicate(name: entry.name) }
    total += entry.bytes.count
  }
  // Beyond these the format changes to ZIP64, which not every program here opens.
  guard entries.count < 65_535 else { throw .tooManyEntries(limit: 65_534) }
  guard total < 1 << 31 else { throw .tooLarge(limitBytes: 1 << 31) }
  let bytes = try inUTF8Locale { () throws(ArchiveError) in
    let writer = try Writer()
    for entry in entries { try writer.add(entry.name, entry.bytes, modified: modified) }
    return try writer.finish()
  }
  return stamped(bytes, modified: modified)
}

/// Whether a name stays inside the folder it is unpacked into, on every system.
func isSafeName(_ name: String) -> Bool {
  guard !name.isEmpty, name.utf8.count <= 1024, !name.hasPrefix("/") else { return false }
  if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }) {
    return false
  }
  let second = name.unicodeScalars.dropFirst().first
  if second == ":", name.unicodeScalars.first?.isASCII == true { return false }
  var parts = name.split(separator: "/", omittingEmptySubsequences: false)
  if parts.last?.isEmpty == true { parts.removeLast() }
  return !parts.isEmpty && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
}

/// A ZIP being written into memory.
@safe
private final class Writer {
  /// What libarchive hands over while it writes.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private let handle: OpaquePointer
  private let sink = Sink()

  init() throws(ArchiveError) {
    guard let handle = unsafe archive_write_new() else { throw .failed("archive_write_new") }
    unsafe self.handle = handle
    try check(unsafe archive_write_set_format_zip(handle))
    try check(unsafe archive_write_set_options(handle, "zip:compression=deflate"))
    // No padding at the end.
    try check(unsafe archive_write_set_bytes_in_last_block(handle, 1))
    // The sink lives as long as the writer, which frees the handle before it goes.
    let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
    try check(
      unsafe archive_write_open2(
        handle, context, nil,
        { _, context, buffer, length in
          guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
          let sink = unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
          unsafe sink.bytes += UnsafeRawBufferPointer(start: buffer, count: length)
          return length
        }, nil, nil))
  }

  deinit {
    unsafe archive_write_free(handle)
  }

  func add(_ name: String, _ bytes: [UInt8], modified: Int64) throws(ArchiveError) {
    guard let entry = unsafe archive_entry_new() else { throw .failed("archive_entry_new") }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname_utf8(entry, name)
    unsafe archive_entry_set_size(entry, Int64(bytes.count))
    unsafe archive_entry_set_filetype(entry, UInt32(0o100000))
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, Int(modified), 0)
    try check(unsafe archive_write_header(handle, entry))
    guard !bytes.isEmpty else { return }
    let written = unsafe archive_write_data(handle, bytes, bytes.count)
    guard written == bytes.count else { throw .failed(unsafe message(of: handle)) }
  }

  func finish() throws(ArchiveError) -> [UInt8] {
    try check(unsafe archive_write_close(handle))
    return sink.bytes
  }

  private func check(_ code: Int32) throws(ArchiveError) {
    guard code == ARCHIVE_OK else { throw .failed(unsafe message(of: handle)) }
  }
}

/// Puts the time as UTC where libarchive wrote it in the machine's time zone.
private func stamped(_ archive: [UInt8], modified: Int64) -> [UInt8] {
  var bytes = archive
  let stamp = dosTime(modified)
  for entry in zipDirectory(of: bytes) ?? [] {
    for index in 0..<4 {
      bytes[entry.record + 12 + index] = stamp[index]
      bytes[entry.header + 10 + index] = stamp[index]
    }
  }
  return bytes
}

/// Time and date as MS-DOS has them, little-endian; years 1980 to 2107, two-second steps.
private func dosTime(_ seconds: Int64) -> [UInt8] {
  let first: Int64 = 315_532_800
  let last: Int64 = 4_354_819_198
  var moment = time_t(min(max(seconds, first), last))
  var parts = unsafe tm()
  unsafe gmtime_r(&moment, &parts)
  let time = unsafe parts.tm_hour << 11 | parts.tm_min << 5 | parts.tm_sec / 2
  let date = unsafe (parts.tm_year - 80) << 9 | (parts.tm_mon + 1) << 5 | parts.tm_mday
  return [time & 255, time >> 8, date & 255, date >> 8].map { UInt8($0) }
}
