internal import CMicrohttpd
internal import Glibc

/// The numeric address of the client of a connection; empty when the system does not know it.
func peerAddress(of connection: OpaquePointer) -> String {
  guard let peer = unsafe http_connection_peer(connection) else { return "" }
  let capacity = Int(INET6_ADDRSTRLEN)
  return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
    let family = unsafe Int32(peer.pointee.sa_family)
    let raw = unsafe UnsafeRawPointer(peer)
    let offset: Int?
    switch family {
    case AF_INET: offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)
    case AF_INET6: offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)
    default: offset = nil
    }
    guard let offset, let start = text.baseAddress,
      unsafe inet_ntop(family, raw + offset, start, socklen_t(capacity)) != nil
    else { return "" }
    let address = unsafe String(cString: start)
    let mapped = "::ffff:"
    return address.hasPrefix(mapped) && address.contains(".")
      ? String(address.dropFirst(mapped.count)) : address
  }
}
