internal import CArchive

/// Gives back what a `Compressor` wrote, in constant memory.
@safe
package final class Decompressor {
  /// Where the compressed bytes come from, and what it threw.
  @safe
  private final class Source {
    let read: () throws -> [UInt8]
    var error: (any Error)?
    /// Lent to the library until it asks for the next piece.
    var piece: UnsafeMutableRawBufferPointer?

    init(_ read: @escaping () throws -> [UInt8]) { self.read = read }

    deinit { unsafe piece?.deallocate() }

    func next() -> UnsafeRawBufferPointer? {
      unsafe piece?.deallocate()
      unsafe piece = nil
      do {
        let bytes = try read()
        let copy = UnsafeMutableRawBufferPointer.allocate(
          byteCount: max(1, bytes.count), alignment: 16)
        unsafe copy.copyBytes(from: bytes)
        unsafe piece = copy
        return unsafe UnsafeRawBufferPointer(start: copy.baseAddress, count: bytes.count)
      } catch {
        self.error = error
        return nil
      }
    }
  }

  private let handle: OpaquePointer
  private let source: Source
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  /// - Parameter read: the next compressed bytes, empty at the end.
  package init(read: @escaping () throws -> [UInt8]) throws {
    guard let handle = unsafe archive_read_new() else {
      throw ArchiveError.failed("archive_read_new")
    }
    unsafe self.handle = handle
    source = Source(read)
    try check(unsafe archive_read_support_filter_zstd(handle))
    try check(unsafe archive_read_support_format_raw(handle))
    // The source lives as long as the decompressor, which frees the handle before it goes.
    let context = unsafe Unmanaged.passUnretained(source).toOpaque()
    try check(
      unsafe archive_read_open2(
        handle, context, nil,
        { _, context, buffer in
          guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
          let source = unsafe Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
          guard let piece = unsafe source.next() else { return -1 }
          unsafe buffer.pointee = piece.baseAddress
          return piece.count
        }, nil, nil))
    var entry: OpaquePointer?
    try check(unsafe archive_read_next_header(handle, &entry))
    guard unsafe archive_filter_code(handle, 0) == ARCHIVE_FILTER_ZSTD else {
      throw ArchiveError.notAnArchive
    }
  }

  deinit {
    unsafe archive_read_free(handle)
  }

  /// The next bytes, empty at the end.
  package func next() throws -> [UInt8] {
    let count = unsafe archive_read_data(handle, &chunk, chunk.count)
    if let error = source.error { throw error }
    guard count >= 0 else { throw ArchiveError.damaged(unsafe message(of: handle)) }
    return Array(chunk[..<count])
  }

  private func check(_ code: Int32) throws {
    if let error = source.error { throw error }
    guard code == ARCHIVE_OK else { throw ArchiveError.damaged(unsafe message(of: handle)) }
  }
}
