internal import Crypto
internal import DrawWeb
package import HTTP

/// The style sheet, the scripts and the draw for browsers, held in memory, addressed by their content so that a browser may
/// keep them for a year.
package struct Assets: Sendable {
  private struct Asset {
    let link: Link
    let type: String
    let bytes: [UInt8]
    let compressed: [UInt8]
    var policy = ContentPolicy.standard
  }
  private let byName: [String: Asset]
  private let byAddress: [String: Asset]
  /// The verifier as one file.
  let offlineVerifier: OfflineVerifier

  /// - Parameter gzip: compresses once at start.
  package init(gzip: ([UInt8]) -> [UInt8]) {
    let files: [(name: String, type: String, bytes: [UInt8])] = [
      ("mingcha.css", "text/css; charset=utf-8", PackageResources.mingcha_css),
      ("mingcha.js", "text/javascript; charset=utf-8", PackageResources.mingcha_js),
      ("verify.js", "text/javascript; charset=utf-8", PackageResources.verify_js),
      ("verify-report.js", "text/javascript; charset=utf-8", PackageResources.verify_report_js),
      ("verify-engine.js", "text/javascript; charset=utf-8", PackageResources.verify_engine_js),
      ("draw.wasm", "application/wasm", DrawWeb.module),
    ]
    var byName: [String: Asset] = [:]
    var byAddress: [String: Asset] = [:]
    for file in files {
      let parts = file.name.split(separator: ".")
      let fingerprint = hex(sha256(file.bytes)).prefix(12)
      let fileName = "\(parts[0]).\(fingerprint).\(parts[1])"
      let asset = Asset(
        link: Link("/assets", fileName), type: file.type, bytes: file.bytes,
        compressed: gzip(file.bytes),
        policy: file.name == "verify-engine.js" ? .worker : .standard)
      byName[file.name] = asset
      byAddress[fileName] = asset
    }
    self.byName = byName
    self.byAddress = byAddress
    offlineVerifier = OfflineVerifier(gzip: gzip)
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
