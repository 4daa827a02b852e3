#if arch(x86_64) || arch(wasm32)
  internal import DrawKernels
#endif

/// A way of hashing many messages; all give the same digests.
package enum Kernel: CaseIterable, Sendable {
  /// One message after the other in plain Swift.
  case scalar
  /// Eight at a time in Swift, for processors without a kernel of their own.
  case lanes
  /// SHA-256 instructions, two messages at a time.
  case shaExtensions
  /// Eight and sixteen at a time in wide registers.
  case avx2, avx512
  /// Four at a time in a browser.
  case simd128

  /// What this processor can run for a suite, the fastest first.
  ///
  /// On a server processor of 2023 the orders of magnitude per second and core are 32 million
  /// tickets with AVX-512, 23 with SHA extensions, 15 with AVX2, 7 with lanes, 4 one by one.
  package static func available(for suite: Suite) -> [Kernel] {
    var found: [Kernel] = []
    #if arch(x86_64)
      let processor = Int(mingcha_processor())
      if processor & MINGCHA_AVX512 != 0 { found.append(.avx512) }
      if suite == .sha256, processor & MINGCHA_SHA != 0 {
        found.append(.shaExtensions)
      }
      if processor & MINGCHA_AVX2 != 0 { found.append(.avx2) }
    #elseif arch(wasm32)
      found.append(.simd128)
    #endif
    return found + [.lanes, .scalar]
  }

  private static let bestForSHA256 = available(for: .sha256)
  private static let bestForSM3 = available(for: .sm3)

  /// The kernel for so many messages: wide ones waste the lanes they cannot fill.
  static func best(for suite: Suite, count: Int) -> Kernel {
    for kernel in suite == .sha256 ? bestForSHA256 : bestForSM3 where count >= kernel.worthwhile {
      return kernel
    }
    return .scalar
  }

  private var worthwhile: Int {
    switch self {
    case .scalar, .shaExtensions: 1
    case .simd128: 2
    case .lanes, .avx2: 4
    case .avx512: 8
    }
  }
}

#if arch(x86_64)
  extension Kernel {
    /// Whether single messages are hashed with SHA instructions.
    static let hashesBlocks = available(for: .sha256).contains(.shaExtensions)

    /// Hashes whole blocks into a SHA-256 state.
    static func hashBlocks(_ bytes: borrowing Span<UInt8>, into value: inout ChainingValue) {
      unsafe withUnsafeMutableBytes(of: &value) { state in
        unsafe bytes.withUnsafeBufferPointer { blocks in
          unsafe mingcha_sha256_blocks(
            state.assumingMemoryBound(to: UInt32.self).baseAddress, blocks.baseAddress,
            blocks.count / 64)
        }
      }
    }
  }
#endif

extension MessageBatch {
  /// Hashes every message with one of the kernels in C.
  ///
  /// - Returns: whether there is such a kernel.
  func hash(
    _ parts: [Range<Int>], in bytes: ArraySlice<UInt8>, with kernel: Kernel,
    into digests: inout [Digest]
  ) -> Bool {
    #if arch(x86_64) || arch(wasm32)
      if kernel == .lanes || kernel == .scalar { return false }
      let start = bytes.startIndex
      precondition(
        parts.allSatisfy { $0.lowerBound >= start && $0.upperBound <= bytes.endIndex },
        "every part lies in the bytes")
      let value = prefix.value
      unsafe head.withUnsafeBufferPointer { head in
        unsafe bytes.withUnsafeBufferPointer { bytes in
          unsafe parts.withUnsafeBytes { ranges in
            unsafe digests.withUnsafeMutableBytes { digests in
              var messages = unsafe MingchaMessages(
                state: (
                  value.a, value.b, value.c, value.d, value.e, value.f, value.g, value.h
                ), beginning: UInt64(prefix.hashedBytes / 64), head: head.baseAddress,
                headLength: head.count, hasLength: hasLength ? 1 : 0,
                // Ranges are positions in the slice's own numbering.
                bytes: bytes.baseAddress.map { unsafe $0 - start },
                ranges: ranges.assumingMemoryBound(to: Int.self).baseAddress,
                count: parts.count,
                digests: digests.assumingMemoryBound(to: UInt64.self).baseAddress)
              unsafe run(kernel, &messages)
            }
          }
        }
      }
      return true
    #else
      return false
    #endif
  }

  #if arch(x86_64)
    private func run(_ kernel: Kernel, _ messages: inout MingchaMessages) {
      switch (prefix.suite, kernel) {
      case (.sha256, .shaExtensions): unsafe mingcha_sha256_pairs(&messages)
      case (.sha256, .avx2): unsafe mingcha_sha256_avx2(&messages)
      case (.sha256, _): unsafe mingcha_sha256_avx512(&messages)
      case (.sm3, .avx2): unsafe mingcha_sm3_avx2(&messages)
      case (.sm3, _): unsafe mingcha_sm3_avx512(&messages)
      }
    }
  #elseif arch(wasm32)
    private func run(_ kernel: Kernel, _ messages: inout MingchaMessages) {
      switch prefix.suite {
      case .sha256: unsafe mingcha_sha256_simd128(&messages)
      case .sm3: unsafe mingcha_sm3_simd128(&messages)
      }
    }
  #endif
}
