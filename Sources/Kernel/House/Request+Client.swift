internal import HTTP

extension Request {
  private var isFromLoopback: Bool { ["127.0.0.1", "::1"].contains(remoteAddress) }

  /// Sent by a program on this machine, and not passed on by a proxy on it.
  var isFromThisMachine: Bool { isFromLoopback && header("x-forwarded-for") == nil }

  /// Who asks: the peer, or behind a proxy on this machine, whom the proxy names.
  ///
  /// Only the last address counts: a proxy appends the one it saw itself, those before are whatever
  /// its client claimed. A proxy elsewhere is not believed.
  package var clientAddress: String {
    guard isFromLoopback else { return remoteAddress }
    let chain = headers.last { $0.name == "x-forwarded-for" }?.value ?? ""
    let last = chain.split(separator: ",").last.map { String($0).trimmed } ?? ""
    let isAddress =
      (2...45).contains(last.utf8.count)
      && last.utf8.allSatisfy { byte in
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
          || "0123456789abcdefABCDEF".utf8.contains(byte)
      }
    return isAddress ? last : remoteAddress
  }
}
