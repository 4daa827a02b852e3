internal import CMicrohttpd
internal import Glibc
internal import HTTP

/// A response as the library sends it.
///
/// `@unchecked Sendable`: the library counts references to it under its own lock, and nothing
/// changes it once it is made.
@safe final class Reply: @unchecked Sendable {
  let status: Int
  private let handle: OpaquePointer

  /// - Returns: `nil` when a file cannot be opened or has another size, or memory runs out.
  init?(_ response: Response, closing: Bool) {
    guard let handle = unsafe Self.handle(response) else { return nil }
    status = response.status
    unsafe self.handle = handle
    for (name, value) in response.headers where !value.isEmpty && !Self.isOurs(name) {
      guard unsafe MHD_add_response_header(handle, name, value) == .YES else { return nil }
    }
    if closing { _ = unsafe MHD_add_response_header(handle, "Connection", "close") }
  }

  deinit {
    unsafe MHD_destroy_response(handle)
  }

  func queue(on connection: OpaquePointer) -> MHD_Result {
    unsafe MHD_queue_response(connection, UInt32(status), handle)
  }

  /// The length is the library's to tell, and nobody needs to know what answers.
  private static func isOurs(_ name: String) -> Bool {
    ["content-length", "transfer-encoding", "server"].contains(name.lowercased())
  }

  private static func handle(_ response: Response) -> OpaquePointer? {
    switch response.body {
    case .empty:
      unsafe MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
    case .bytes(var bytes):
      unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe MHD_create_response_from_buffer(
          buffer.count, buffer.baseAddress, .RESPMEM_MUST_COPY)
      }
    case .file(let path, let size):
      unsafe file(path, size: size, removing: response.removesFile)
    }
  }

  private static func file(_ path: String, size: Int, removing: Bool) -> OpaquePointer? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    if removing { unsafe unlink(path) }
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0, facts.st_size == size,
      let handle = unsafe MHD_create_response_from_fd64(UInt64(size), descriptor)
    else {
      close(descriptor)
      return nil
    }
    return unsafe handle
  }
}
