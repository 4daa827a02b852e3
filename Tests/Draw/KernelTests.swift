import Testing

@testable import Draw

@Suite("Hash kernels")
struct KernelTests {
  @Test(
    "every kernel gives the digests of the plain one",
    arguments: [Draw.Suite.sha256, .sm3])
  func same(suite: Draw.Suite) {
    var random = FixedGenerator(7)
    let bytes = (0..<90_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let prefix = HashPrefix(suite, beginning: [UInt8](bytes[..<64]))
    for kernel in Kernel.available(for: suite) {
      for hasLength in [true, false] {
        for head in [0, 1, 2, 3, 31, 55, 62, 64, 130] {
          let batch = MessageBatch(
            prefix: head % 2 == 0 ? prefix : HashPrefix(suite), head: [UInt8](bytes[..<head]),
            hasLength: hasLength)
          for count in [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 40] {
            let parts = (0..<count).map { index -> Range<Int> in
              let start = 1_000 + Int(random.next() % 80_000)
              let length = (head * 7 + index * 13 + count) % 256
              return start..<start + length
            }
            let slice = bytes[900..<89_999]
            var plain: [Digest] = []
            batch.digests(of: parts, in: slice, into: &plain, with: .scalar)
            var found = [Digest(1, 2, 3, 4)]
            batch.digests(of: parts, in: slice, into: &found, with: kernel)
            #expect(found == plain, "\(kernel) with \(count) messages after \(head) bytes")
          }
        }
      }
    }
  }

  @Test("every length of a message is padded right", arguments: [Draw.Suite.sha256, .sm3])
  func lengths(suite: Draw.Suite) {
    let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let parts = (0...300).map { 0..<$0 } + [0..<65_535, 3..<65_539, 0..<70_000]
    let expected = parts.map { suite.hash([0] + bytes[$0]) }
    for kernel in Kernel.available(for: suite) {
      var found: [Digest] = []
      MessageBatch(prefix: HashPrefix(suite), head: [0], hasLength: false)
        .digests(of: parts, in: bytes[...], into: &found, with: kernel)
      #expect(found.map(\.bytes) == expected, "\(kernel)")
    }
  }

  @Test("a small batch is left to a kernel that does not waste its lanes")
  func choice() {
    for suite in [Draw.Suite.sha256, .sm3] {
      #expect(Kernel.best(for: suite, count: 1) != .avx512)
      #expect(Kernel.best(for: suite, count: 1_000) == Kernel.available(for: suite).first)
    }
  }
}
