internal import Crypto
package import HTTP
internal import Resources

/// Style sheet, scripts and other files for browsers (assets), held in memory, addressed by their
/// content so that a browser may keep them for a year.
package struct Assets: Sendable {
  private struct Asset {
    package let link: Link
    let type: String
    let bytes: [UInt8]
    let compressed: [UInt8]
    var policy = ContentPolicy.standard
  }
  private let byName: [String: Asset]
  private let byAddress: [String: Asset]
  /// Compresses, where something of a room is to be sent as often as these.
  package let gzip: @Sendable ([UInt8]) -> [UInt8]

  /// - Parameters:
  ///   - rooms: what they add to style sheet and script.
  ///   - gzip: compresses once at start.
  package init(_ rooms: Rooms, gzip: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    let files =
      [
        AssetFile("mingcha.css", "text/css; charset=utf-8", Resources.bytes("mingcha.css")),
        AssetFile("mingcha.js", "text/javascript; charset=utf-8", Resources.bytes("mingcha.js")),
      ] + rooms.all.flatMap(\.assets)
    self.gzip = gzip
    var byName: [String: Asset] = [:]
    var byAddress: [String: Asset] = [:]
    for file in files {
      let parts = file.name.split(separator: ".")
      let fingerprint = hex(sha256(file.bytes)).prefix(12)
      let fileName = "\(parts[0]).\(fingerprint).\(parts[1])"
      let asset = Asset(
        link: Link("/assets", fileName), type: file.type, bytes: file.bytes,
        compressed: gzip(file.bytes),
        policy: file.policy)
      byName[file.name] = asset
      byAddress[fileName] = asset
    }
    self.byName = byName
    self.byAddress = byAddress
  }

  package func link(_ name: String) -> Link {
    guard let asset = byName[name] else { preconditionFailure("no asset \(name)") }
    return asset.link
  }

  /// The file behind a fingerprinted name; `nil` when there is none.
  package func response(_ fileName: String, acceptsGzip: Bool) -> Response? {
    guard let asset = byAddress[fileName] else { return nil }
    var response = Response.bytes(
      acceptsGzip ? asset.compressed : asset.bytes, type: asset.type)
    if acceptsGzip { response.setHeader("Content-Encoding", "gzip") }
    response.setHeader(ContentPolicy.header, asset.policy.rawValue)
    response.setHeader("Vary", "Accept-Encoding")
    response.setHeader("Cache-Control", "public, max-age=31536000, immutable")
    response.setHeader("ETag", "\"\(fileName)\(acceptsGzip ? "-gz" : "")\"")
    return response
  }
}

/// A file for browsers, as a room declares it.
package struct AssetFile: Sendable {
  let name: String
  let type: String
  let bytes: [UInt8]
  let policy: ContentPolicy

  package init(
    _ name: String, _ type: String, _ bytes: [UInt8], policy: ContentPolicy = .standard
  ) {
    self.name = name
    self.type = type
    self.bytes = bytes
    self.policy = policy
  }
}
