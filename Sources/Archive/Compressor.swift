internal import CArchive

/// Compresses bytes that arrive in pieces (Zstandard, RFC 8878) in constant memory.
@safe
package final class Compressor {
  /// Where the compressed bytes go, and what it threw.
  private final class Sink {
    let write: ([UInt8]) throws -> Void
    var error: (any Error)?
    init(_ write: @escaping ([UInt8]) throws -> Void) { self.write = write }
  }

  private let handle: OpaquePointer
  private let sink: Sink

  /// - Parameters:
  ///   - level: 1 (fast) to 19 (small).
  ///   - write: takes compressed bytes, piece by piece; what it throws, `append` and `finish` throw.
  package init(level: Int, write: @escaping ([UInt8]) throws -> Void) throws(ArchiveError) {
    guard let handle = unsafe archive_write_new() else { throw .failed("archive_write_new") }
    unsafe self.handle = handle
    sink = Sink(write)
    do throws(ArchiveError) {
      try check(unsafe archive_write_set_format_raw(handle))
      try check(unsafe archive_write_add_filter_zstd(handle))
      try check(
        unsafe archive_write_set_filter_option(handle, "zstd", "compression-level", "\(level)"))
      try check(unsafe archive_write_set_bytes_per_block(handle, 1 << 18))
      // No padding at the end.
      try check(unsafe archive_write_set_bytes_in_last_block(handle, 1))
      try open()
    } catch {
      throw error
    }
  }

  deinit {
    unsafe archive_write_free(handle)
  }

  private func open() throws(ArchiveError) {
    // The sink lives as long as the compressor, which frees the handle before it goes.
    let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
    try check(
      unsafe archive_write_open2(
        handle, context, nil,
        { _, context, buffer, length in
          guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
          let sink = unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
          // The handle is freed after a failure and would write what is left.
          guard sink.error == nil else { return length }
          do {
            try sink.write(unsafe [UInt8](UnsafeRawBufferPointer(start: buffer, count: length)))
            return length
          } catch {
            sink.error = error
            return -1
          }
        }, nil, nil))
    guard let entry = unsafe archive_entry_new() else { throw .failed("archive_entry_new") }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname_utf8(entry, "data")
    unsafe archive_entry_set_filetype(entry, UInt32(0o100000))
    try check(unsafe archive_write_header(handle, entry))
  }

  package func append(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    let written = unsafe archive_write_data(handle, bytes, bytes.count)
    if let error = sink.error { throw error }
    guard written == bytes.count else { throw ArchiveError.failed(unsafe message(of: handle)) }
  }

  /// Writes what is still held back.
  package func finish() throws {
    let code = unsafe archive_write_close(handle)
    if let error = sink.error { throw error }
    try check(code)
  }

  private func check(_ code: Int32) throws(ArchiveError) {
    guard code == ARCHIVE_OK else { throw .failed(unsafe message(of: handle)) }
  }
}
