/// Many messages that begin alike: whole blocks already hashed, then `head`, then, if `hasLength`,
/// the length of the part in one byte, then the part, which is a range of the caller's bytes.
struct MessageBatch: Sendable {
  let prefix: HashPrefix
  let head: [UInt8]
  let hasLength: Bool

  /// Hashes one message for each of `parts`, in order.
  ///
  /// - Parameters:
  ///   - parts: positions in `bytes`, in the numbering of the slice; at most 255 bytes each if the
  ///     length is hashed too.
  ///   - digests: replaced; shape `[parts]`.
  ///   - kernel: which one; the best for so many messages if nil.
  func digests(
    of parts: [Range<Int>], in bytes: ArraySlice<UInt8>, into digests: inout [Digest],
    with kernel: Kernel? = nil
  ) {
    if digests.count > parts.count { digests.removeLast(digests.count - parts.count) }
    while digests.count < parts.count { digests.append(Digest(0, 0, 0, 0)) }
    let kernel = kernel ?? Kernel.best(for: prefix.suite, count: parts.count)
    if hash(parts, in: bytes, with: kernel, into: &digests) { return }
    if kernel == .lanes {
      hashInLanes(parts, in: bytes, into: &digests)
      return
    }
    var message: [UInt8] = []
    for (index, part) in parts.enumerated() {
      message.removeAll(keepingCapacity: true)
      message += head
      if hasLength { message.append(UInt8(part.count)) }
      message += bytes[part]
      digests[index] = prefix.digest(of: message)
    }
  }
}
