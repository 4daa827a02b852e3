internal import COpenSSL
internal import Synchronization

/// Where random bytes come from; given to whoever needs them, never taken.
package protocol Entropy: Sendable {
  func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's randomness through OpenSSL's generator.
package struct SystemEntropy: Entropy {
  package init() {}

  package func bytes(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    var result = [UInt8](repeating: 0, count: count)
    for _ in 0..<3 {
      let code = unsafe result.withUnsafeMutableBufferPointer { buffer in
        unsafe RAND_bytes(buffer.baseAddress, Int32(buffer.count))
      }
      if code == 1 { return result }
    }
    // Weak bytes would become keys and secrets that look good; stopping is the lesser harm.
    preconditionFailure("the system gives no random bytes")
  }
}

/// The same bytes for the same seed: for tests and the demonstration, never for secrets.
///
/// SHA-256 in counter mode: block `i` is `SHA-256(seed ‖ i as 8 bytes, big-endian)`.
package final class SeededEntropy: Entropy {
  private struct State {
    var counter: UInt64 = 0
    var rest: [UInt8] = []
  }

  private let seed: [UInt8]
  private let state = Mutex(State())

  package init(seed: [UInt8]) {
    self.seed = seed
  }

  package convenience init(_ seed: String) {
    self.init(seed: Array(seed.utf8))
  }

  package func bytes(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return state.withLock { state in
      while state.rest.count < count {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: state.counter >> (56 - 8 * $0)) }
        state.rest += sha256(seed + number)
        state.counter += 1
      }
      defer { state.rest.removeFirst(count) }
      return Array(state.rest.prefix(count))
    }
  }
}
