internal import CArchive

/// Unpacks a ZIP from an untrusted sender into memory.
///
/// Folders are left out. Names without the UTF-8 mark are read as UTF-8 where they are, else as
/// GB18030, which Chinese Windows writes. An archive that other programs would read as one with
/// other names is refused.
///
/// - Parameters:
///   - limitBytes: of all files together, unpacked.
///   - limitEntries: files and folders.
package func unzip(
  _ bytes: [UInt8], limitBytes: Int, limitEntries: Int
) throws(ArchiveError) -> [(name: String, bytes: [UInt8])] {
  let isZip = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]].contains { bytes.starts(with: $0) }
  guard isZip else { throw .notAnArchive }
  // libarchive does not take the end record alone, which is an archive without entries.
  if bytes == [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18) { return [] }
  try refuseAmbiguous(bytes)
  return try inUTF8Locale { () throws(ArchiveError) in
    let limits = Limits(bytes: limitBytes, entries: limitEntries)
    if let entries = try read(bytes, limits, charset: nil) { return entries }
    if let entries = try read(bytes, limits, charset: "GB18030") { return entries }
    throw .damaged("a name is in no known encoding")
  }
}

private struct Limits {
  let bytes: Int
  let entries: Int
}

/// The entries; nil when a name is not UTF-8.
private func read(
  _ archive: [UInt8], _ limits: Limits, charset: String?
) throws(ArchiveError) -> [(name: String, bytes: [UInt8])]? {
  // `archive` outlives the reader, which reads from it in place.
  let outcome = unsafe archive.withUnsafeBytes {
    buffer -> Result<[(name: String, bytes: [UInt8])]?, ArchiveError> in
    Result { () throws(ArchiveError) in
      let reader = try unsafe Reader(buffer, charset: charset)
      return try reader.all(limits)
    }
  }
  return try outcome.get()
}

@safe
private final class Reader {
  private let handle: OpaquePointer

  init(_ bytes: UnsafeRawBufferPointer, charset: String?) throws(ArchiveError) {
    guard let handle = unsafe archive_read_new() else { throw .failed("archive_read_new") }
    unsafe self.handle = handle
    try check(unsafe archive_read_support_format_zip_seekable(handle))
    if let charset {
      try check(unsafe archive_read_set_options(handle, "zip:hdrcharset=\(charset)"))
    }
    try check(unsafe archive_read_open_memory(handle, bytes.baseAddress, bytes.count))
  }

  deinit {
    unsafe archive_read_free(handle)
  }

  func all(_ limits: Limits) throws(ArchiveError) -> [(name: String, bytes: [UInt8])]? {
    var entries: [(name: String, bytes: [UInt8])] = []
    var names: Set<String> = []
    var count = 0
    var total = 0
    var next: OpaquePointer?
    while true {
      let code = unsafe archive_read_next_header(handle, &next)
      if code == ARCHIVE_EOF { return entries }
      guard let entry = unsafe next, code == ARCHIVE_OK || code == ARCHIVE_WARN else {
        throw .damaged(unsafe message(of: handle))
      }
      count += 1
      guard count <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
      guard code == ARCHIVE_OK, let name = unsafe pathname(entry) else { return nil }
      guard isSafeName(name) else { throw .unsafeName(name) }
      let kind = unsafe archive_entry_filetype(entry)
      if kind == 0o040000 { continue }
      guard kind == 0o100000, unsafe archive_entry_hardlink(entry) == nil else {
        throw .notAFile(name)
      }
      guard unsafe archive_entry_is_encrypted(entry) == 0 else { throw .encrypted(name: name) }
      guard names.insert(name).inserted else { throw .duplicate(name: name) }
      let content = try content(limits, used: total)
      total += content.count
      entries.append((name, content))
    }
  }

  private func content(_ limits: Limits, used: Int) throws(ArchiveError) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe archive_read_data(handle, &chunk, chunk.count)
      guard count >= 0 else { throw .damaged(unsafe message(of: handle)) }
      if count == 0 { return result }
      guard used + result.count + count <= limits.bytes else {
        throw .tooLarge(limitBytes: limits.bytes)
      }
      result += chunk[..<count]
    }
  }

  private func pathname(_ entry: OpaquePointer) -> String? {
    guard let text = unsafe archive_entry_pathname(entry) else { return nil }
    return unsafe String(validatingCString: text)
  }

  private func check(_ code: Int32) throws(ArchiveError) {
    guard code == ARCHIVE_OK else { throw .damaged(unsafe message(of: handle)) }
  }
}

/// The library's words for its last fault.
func message(of handle: OpaquePointer) -> String {
  guard let text = unsafe archive_error_string(handle) else { return "unknown fault" }
  return unsafe String(cString: text)
}
