internal import Glibc

/// Opens listening sockets; done here rather than by the library for the sake of clear errors.
enum ListeningSocket {
  /// - Parameter host: a numeric IPv4 or IPv6 address.
  /// - Returns: the descriptor, which the caller closes, and the port it is bound to.
  static func open(
    host: String, port: UInt16
  ) throws(ServerError) -> (descriptor: Int32, port: UInt16) {
    if let address = ipv4(host, port) { return try open(host, port, address, family: AF_INET) }
    if let address = ipv6(host, port) { return try open(host, port, address, family: AF_INET6) }
    throw .hostNotNumeric(host)
  }

  private static func ipv4(_ host: String, _ port: UInt16) -> sockaddr_in? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    return unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 ? address : nil
  }

  private static func ipv6(_ host: String, _ port: UInt16) -> sockaddr_in6? {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    return unsafe inet_pton(AF_INET6, host, &address.sin6_addr) == 1 ? address : nil
  }

  private static func open<Address>(
    _ host: String, _ port: UInt16, _ address: Address, family: Int32
  ) throws(ServerError) -> (descriptor: Int32, port: UInt16) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw fault(host, port, errno) }
    var yes: Int32 = 1
    let length = socklen_t(MemoryLayout<Int32>.size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, length)
    let bound = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard bound == 0, listen(descriptor, SOMAXCONN) == 0, let actual = boundPort(descriptor) else {
      let number = errno
      close(descriptor)
      throw fault(host, port, number)
    }
    return (descriptor, actual)
  }

  /// The port stands at the same place in both kinds of address.
  private static func boundPort(_ descriptor: Int32) -> UInt16? {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe getsockname(descriptor, generic, &length)
      }
    }
    return code == 0 ? UInt16(bigEndian: address.sin6_port) : nil
  }

  private static func fault(_ host: String, _ port: UInt16, _ number: Int32) -> ServerError {
    switch number {
    case EADDRINUSE: .portInUse(host: host, port: port)
    case EACCES: .portForbidden(port: port)
    default: .cannotListen(host: host, port: port, reason: systemText(number))
    }
  }
}
