/// A line for a POSIX shell that prints the ticket of an object in hex.
///
/// Rule: mingcha-draw-1 §2. The message is spelled out for `printf`: letters and digits as they
/// are, every other byte in octal. SHA-256 needs `sha256sum`, SM3 needs `openssl`.
func shellLine(
  object id: ArraySlice<UInt8>, stage: Int, seed: [UInt8], _ suite: Suite
) -> String {
  var message = Message()
  message.label("mingcha-draw-1/ticket")
  message.raw(seed)
  message.u16(stage)
  message.u8(id.count)
  message.raw(id)
  var text: [UInt8] = []
  for byte in message.bytes[..<32] { text += spelled(byte, asText: true) }
  // The key is spelled out in full: letters that happen to be in it would only hide its bytes.
  for byte in message.bytes[32..<67] { text += spelled(byte, asText: false) }
  for byte in message.bytes[67...] { text += spelled(byte, asText: true) }
  let program =
    switch suite {
    case .sha256: "sha256sum"
    case .sm3: "openssl dgst -sm3"
    }
  return "printf '\(String(decoding: text, as: UTF8.self))' | \(program)"
}

private func spelled(_ byte: UInt8, asText: Bool) -> [UInt8] {
  let isPlain: Bool
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: isPlain = asText
  default: isPlain = false
  }
  if isPlain { return [byte] }
  return [0x5C, 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
}
