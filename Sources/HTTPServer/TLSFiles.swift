internal import Glibc

/// Certificate and key as PEM text.
struct TLSFiles {
  let certificate: String
  let key: String

  /// - Returns: `nil` when none is configured.
  init?(_ configuration: ServerConfiguration) throws(ServerError) {
    switch (configuration.tlsCertificatePath, configuration.tlsKeyPath) {
    case (nil, nil):
      return nil
    case (let certificate?, let key?):
      self.certificate = try Self.read(certificate)
      self.key = try Self.read(key)
    default:
      throw .tlsHalf
    }
  }

  private static func read(_ path: String) throws(ServerError) -> String {
    let limitBytes = 1 << 20
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .tlsFile(path: path, reason: systemText(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    while bytes.count <= limitBytes {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 { throw .tlsFile(path: path, reason: systemText(errno)) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self), text.contains("-----BEGIN ") else {
      throw .tlsFile(path: path, reason: "不是 PEM 格式的文本")
    }
    return text
  }
}
