/// Why a password could not be turned into a hash.
package enum CryptoError: Error, Equatable {
  /// A salt of at least 8 bytes is needed, this one has `count`.
  case saltTooShort(count: Int)
  /// Memory, iterations or parallelism outside what Argon2 allows.
  case parameters(String)
  /// The library refused, with its own words.
  case failed(String)
}
