internal import HTML
internal import HTTP

/// An address inside the house. Pages link only through this; every room adds its own.
///
///     extension Link { static func visit(_ id: VisitID) -> Link { Link("/visits", id) } }
package struct Link: LinkTarget, Sendable, Equatable {
  package let address: String

  package init(_ path: StaticString) {
    address = path.description
  }

  /// `path/number`, `path/number/rest`.
  package init(_ path: StaticString, _ id: some CustomStringConvertible, _ rest: StaticString = "")
  {
    let tail = rest.description
    address =
      path.description + "/" + Link.encoded(id.description) + (tail.isEmpty ? "" : "/" + tail)
  }

  /// `path/number/rest/number`.
  package init(
    _ path: StaticString, _ id: some CustomStringConvertible, _ rest: StaticString,
    _ part: some CustomStringConvertible
  ) {
    address = Link(path, id, rest).address + "/" + Link.encoded(part.description)
  }

  fileprivate init(verbatim address: String) {
    self.address = address
  }

  /// The same address with one more part of the path.
  package func part(_ part: some CustomStringConvertible) -> Link {
    Link(verbatim: address + "/" + Link.encoded(part.description))
  }

  /// The same address with these query pairs; empty values are left out.
  package func with(_ pairs: [(String, String)]) -> Link {
    let kept = pairs.filter { !$0.1.isEmpty }
    guard !kept.isEmpty else { return self }
    return Link(verbatim: address + "?" + Fields(kept).urlEncoded())
  }

  /// The same address, pointing to an element of the page.
  package func at(_ anchor: String) -> Link {
    Link(verbatim: address + "#" + Link.encoded(anchor))
  }

  /// The same address, saying what has just been done.
  package func done(_ message: Flash) -> Link {
    Link(verbatim: address + (address.contains("?") ? "&" : "?") + "done=" + message.code)
  }

  /// A path given by a person (where to go after signing in), only if it stays in the house.
  package init?(local path: String) {
    guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    address = path
  }

  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}

extension Link {
  package static let home = Link("/")
  package static let desk = Link("/desk")
  package static let signIn = Link("/sign-in")
  package static let signOut = Link("/sign-out")
  package static let account = Link("/account")
  /// Where a person sets up a second factor.
  package static let secondFactor = Link("/account/second-factor")
}
