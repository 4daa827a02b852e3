internal import CZlib

/// Compresses to the gzip format (RFC 1952); the same bytes give the same result.
///
/// Static files are compressed once at start with this. Pages with secrets are not compressed at
/// all (see `Response.isCompressible`).
///
/// - Parameter level: 1 (fast) … 9 (small).
/// - Returns: the compressed bytes; empty only if memory runs out.
package func gzip(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
  var stream = unsafe z_stream()
  guard unsafe gzip_start(&stream, Int32(min(9, max(1, level)))) == Z_OK else { return [] }
  defer { unsafe deflateEnd(&stream) }
  // With room for the worst case, one call finishes.
  let capacity = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
  return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
    var source = bytes
    unsafe source.withUnsafeMutableBufferPointer { input in
      unsafe stream.next_in = input.baseAddress
      unsafe stream.avail_in = UInt32(clamping: input.count)
      unsafe stream.next_out = output.baseAddress
      unsafe stream.avail_out = UInt32(clamping: capacity)
      let finished = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
      count = finished ? unsafe Int(stream.total_out) : 0
    }
  }
}
