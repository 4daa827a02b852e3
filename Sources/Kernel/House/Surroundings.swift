package import Crypto
package import Supervision

/// What the house takes from outside: clock, entropy, files. Built once, in the executable.
package struct Surroundings: Sendable {
  package let now: @Sendable () -> Instant
  package let entropy: any Entropy
  /// Folder for received files; created by the executable.
  package let dataFolder: String
  /// Whether cookies may travel over TLS only.
  package let isSecure: Bool
  /// Where the public finds the site; `nil` when nobody said.
  package let site: SiteAddress?
  /// Writes one log line `event=… key=value …`, without personal data.
  package let log: @Sendable (String) -> Void

  package init(
    now: @escaping @Sendable () -> Instant, entropy: any Entropy, dataFolder: String,
    isSecure: Bool, site: SiteAddress? = nil, log: @escaping @Sendable (String) -> Void
  ) {
    self.now = now
    self.entropy = entropy
    self.dataFolder = dataFolder
    self.isSecure = isSecure
    self.site = site
    self.log = log
  }
}
