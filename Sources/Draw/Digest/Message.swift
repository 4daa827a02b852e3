/// Bytes put together for hashing, in the notation of mingcha-draw-1 §2.
struct Message {
  private(set) var bytes: [UInt8] = []

  /// Drops what follows the first `length` bytes and keeps the storage.
  mutating func truncate(to length: Int) { bytes.removeLast(bytes.count - length) }

  /// ASCII padded with zero bytes to 32.
  mutating func label(_ label: String) {
    let text = [UInt8](label.utf8)
    precondition(text.count <= 32, "a label has at most 32 bytes")
    bytes += text
    bytes += [UInt8](repeating: 0, count: 32 - text.count)
  }

  mutating func raw(_ part: [UInt8]) { bytes += part }

  mutating func raw(_ part: ArraySlice<UInt8>) { bytes += part }

  mutating func raw(_ digest: Digest) { digest.append(to: &bytes) }

  mutating func u8(_ value: Int) { bytes.append(UInt8(value)) }

  mutating func u16(_ value: Int) {
    let value = UInt16(value)
    bytes.append(UInt8(truncatingIfNeeded: value &>> 8))
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  /// Four bytes of length, then the bytes.
  mutating func lp(_ part: ArraySlice<UInt8>) {
    let length = UInt32(part.count)
    for shift in stride(from: UInt32(24), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: length &>> shift))
    }
    bytes += part
  }

  mutating func lp(_ part: [UInt8]) { lp(part[...]) }

  func digest(_ suite: Suite) -> Digest { HashPrefix(suite).digest(of: bytes) }
}
