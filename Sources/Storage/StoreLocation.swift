/// Where a database lies, as given to `--database`.
///
/// A `postgres://` or `postgresql://` URL, else the path of a file. The description leaves
/// passwords out.
package enum StoreLocation: Sendable, Equatable, CustomStringConvertible {
  case file(path: String)
  case postgres(url: String)

  /// Why a text is not a location.
  package enum Fault: Error, Equatable {
    case empty
    /// A URL of something else, with its scheme.
    case unknownScheme(String)
    /// `:memory:`, which connections cannot share.
    case inMemory
    /// A URL with nothing after the scheme.
    case noDatabase
  }

  package init(_ text: String) throws(Fault) {
    guard !text.isEmpty else { throw Fault.empty }
    guard text != ":memory:" else { throw Fault.inMemory }
    guard let scheme = Self.scheme(of: text) else {
      self = .file(path: text)
      return
    }
    guard ["postgres", "postgresql"].contains(scheme) else { throw Fault.unknownScheme(scheme) }
    guard text.utf8.count > scheme.utf8.count + "://".utf8.count else { throw Fault.noDatabase }
    self = .postgres(url: text)
  }

  package var engine: Engine {
    switch self {
    case .file: .sqlite
    case .postgres: .postgres
    }
  }

  /// The path, or the URL without its password and its parameters.
  package var description: String {
    switch self {
    case .file(let path): path
    case .postgres(let url): Self.withoutSecrets(url)
    }
  }

  /// The letters before `://`; a path such as `C:/data` or `a/b` has none.
  private static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
    let scheme = text[..<colon]
    guard !scheme.isEmpty, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      return nil
    }
    return scheme.lowercased()
  }

  /// A password may hold any character that should have been escaped, so everything up to the last
  /// `@` counts as the person, of whom the name before `:` is shown.
  private static func withoutSecrets(_ url: String) -> String {
    let scheme = url.prefix { $0 != ":" }
    let rest = url.dropFirst(scheme.count + "://".count)
    let place = rest.lastIndex(of: "@").map { rest[$0...] } ?? rest
    let user = place.startIndex == rest.startIndex ? "" : rest.prefix { !":/?#@".contains($0) }
    return scheme + "://" + user + place.prefix { !"?#".contains($0) }
  }
}
