internal import CArchive

/// A ZIP on disk whose entries are read one at a time, in pieces.
///
/// For files from untrusted senders: what an entry may hold unpacked is bounded by the reader, and
/// entries that blow up out of all proportion are refused.
package struct ZipFile: Sendable {
  package let path: String
  /// Names and packed sizes of the files in it.
  package let entries: [Entry]

  package struct Entry: Sendable {
    package let name: String
    /// Nil where the archive does not tell.
    package let size: Int?
  }

  /// More than this many times its packed size nothing honest unpacks to.
  static let ratioLimit = 400
  private static let entryLimit = 10_000

  /// - Throws: `ArchiveError` for a file that is no ZIP, is damaged or encrypted.
  package init(path: String) throws(ArchiveError) {
    self.path = path
    entries = try inUTF8Locale { () throws(ArchiveError) in
      let reader = try FileReader(path)
      var entries: [Entry] = []
      while let entry = try reader.next() {
        guard entries.count < Self.entryLimit else {
          throw .tooManyEntries(limit: Self.entryLimit)
        }
        guard !entry.isEncrypted else { throw .encrypted(name: entry.name) }
        entries.append(Entry(name: entry.name, size: entry.size))
      }
      return entries
    }
  }

  package func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

  /// Hands the unpacked bytes of an entry to `visit` piece by piece until it answers false.
  ///
  /// - Throws: `ArchiveError`, also when the entry unpacks to more than `limitBytes`; what `visit`
  ///   throws.
  package func read(
    _ name: String, limitBytes: Int, _ visit: (Span<UInt8>) throws -> Bool
  ) throws {
    let reader = try inUTF8Locale { () throws(ArchiveError) in
      let reader = try FileReader(path)
      while let entry = try reader.next() {
        if entry.name == name { return reader }
      }
      throw ArchiveError.damaged("no entry \(name)")
    }
    var total = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 17)
    while true {
      let count = try reader.data(&chunk)
      if count == 0 { return }
      total += count
      guard total <= limitBytes else { throw ArchiveError.tooLarge(limitBytes: limitBytes) }
      if total > 1 << 26, total > reader.readBytes * Self.ratioLimit {
        throw ArchiveError.tooLarge(limitBytes: limitBytes)
      }
      guard try visit(chunk.span.extracting(0..<count)) else { return }
    }
  }

  /// An entry whole, for small ones.
  package func bytes(_ name: String, limitBytes: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try read(name, limitBytes: limitBytes) { piece in
      for index in piece.indices { bytes.append(piece[index]) }
      return true
    }
    return bytes
  }
}

@safe
private final class FileReader {
  struct Entry {
    let name: String
    let size: Int?
    let isEncrypted: Bool
  }

  private let handle: OpaquePointer

  init(_ path: String) throws(ArchiveError) {
    guard let handle = unsafe archive_read_new() else { throw .failed("archive_read_new") }
    unsafe self.handle = handle
    guard unsafe archive_read_support_format_zip_seekable(handle) == ARCHIVE_OK,
      unsafe archive_read_open_filename(handle, path, 1 << 17) == ARCHIVE_OK
    else { throw .notAnArchive }
  }

  deinit {
    unsafe archive_read_free(handle)
  }

  /// Bytes of the archive read so far, packed.
  var readBytes: Int { Int(unsafe archive_filter_bytes(handle, -1)) }

  /// The next file; folders are passed over.
  func next() throws(ArchiveError) -> Entry? {
    while true {
      var entry: OpaquePointer?
      let code = unsafe archive_read_next_header(handle, &entry)
      if code == ARCHIVE_EOF { return nil }
      guard let entry = unsafe entry, code == ARCHIVE_OK || code == ARCHIVE_WARN else {
        throw .damaged(unsafe message(of: handle))
      }
      guard unsafe archive_entry_filetype(entry) == 0o100000,
        let name = unsafe archive_entry_pathname(entry)
      else { continue }
      let size =
        unsafe archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
      return Entry(
        name: unsafe String(cString: name), size: size,
        isEncrypted: unsafe archive_entry_is_encrypted(entry) != 0)
    }
  }

  /// - Returns: how many bytes came; 0 at the end of the entry.
  func data(_ chunk: inout [UInt8]) throws(ArchiveError) -> Int {
    let count = unsafe archive_read_data(handle, &chunk, chunk.count)
    guard count >= 0 else { throw .damaged(unsafe message(of: handle)) }
    return count
  }
}
