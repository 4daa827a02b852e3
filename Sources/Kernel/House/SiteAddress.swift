internal import HTTP

/// Scheme and host by which a browser reaches the house, such as `https://mingcha.example`.
package struct SiteAddress: Sendable, Equatable {
  package let text: String

  /// - Parameter text: one slash at the end is dropped; a path is refused.
  package init?(_ text: String) {
    let text = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }),
      Self.isHost(text.dropFirst(scheme.utf8.count))
    else { return nil }
    self.text = text
  }

  /// What stands before a path; the path of a link follows as it is.
  package func address(of link: Link) -> String { text + link.address }

  /// A name or an address, perhaps with a port.
  private static func isHost(_ host: Substring) -> Bool {
    (1...253).contains(host.utf8.count)
      && host.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
          true
        default: false
        }
      }
  }
}

extension Call {
  /// The site as configured, or else as the browser that asks has found it.
  ///
  /// - Returns: nil when the request names no usable host.
  package var site: SiteAddress? {
    if let site = house.surroundings.site { return site }
    let scheme = house.surroundings.isSecure ? "https" : "http"
    return request.header("host").flatMap { SiteAddress("\(scheme)://\($0)") }
  }
}
