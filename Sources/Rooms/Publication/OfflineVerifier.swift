internal import Crypto
internal import DrawWeb
internal import HTML
package import Kernel
internal import Resources

/// The verifying page as one HTML file: style, scripts and WebAssembly inside, no network.
///
/// It is put together from bytes of our own; its policy lets run exactly these scripts.
package final class OfflineVerifier: RoomState {
  package static let fileName = "mingcha-verify.html"

  let bytes: [UInt8]
  let compressed: [UInt8]
  /// SHA-256 of the bytes, lower-case hex.
  let digest: String

  package init(_ setup: RoomSetup) {
    let gzip = setup.assets.gzip
    bytes = Self.document(
      style: Resources.bytes("mingcha.css"), engine: Resources.bytes("verify-engine.js"),
      scripts: [Resources.bytes("verify-report.js"), Resources.bytes("verify.js")],
      module: DrawWeb.base64Bytes)
    compressed = gzip(bytes)
    digest = hex(sha256(bytes))
  }

  private static func document(
    style: [UInt8], engine: [UInt8], scripts: [[UInt8]], module: [UInt8]
  ) -> [UInt8] {
    var document: [UInt8] = []
    func add(_ text: String) { document += text.utf8 }
    func add(_ start: String, _ content: [UInt8], _ end: String) {
      document += start.utf8
      document += content
      document += end.utf8
    }
    add(
      """
      <!doctype html>
      <html lang="zh-CN"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy(style, [engine] + scripts))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>验证一次抽取 · 明察</title>
      <link rel="icon" href="data:,">

      """)
    add("<style>", style, "</style></head>\n")
    document += VerifyPages.offlineBody().fragment()
    add("\n<script type=\"text/plain\" id=\"draw-module\">", module, "</script>\n")
    add("<script id=\"verify-engine\">", engine, "</script>\n")
    for script in scripts { add("<script>", script, "</script>\n") }
    add("</html>\n")
    return document
  }

  /// - Returns: a policy without network that names style and scripts by their digests.
  private static func policy(_ style: [UInt8], _ scripts: [[UInt8]]) -> String {
    func source(_ bytes: [UInt8]) -> String {
      // Browsers of all ages know the signs of plain Base64 only.
      let digest = base64URL(sha256(bytes)).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
      return "'sha256-\(String(digest))='"
    }
    return "default-src 'none'; style-src \(source(style)); "
      + "script-src \(scripts.map(source).joined(separator: " ")) 'wasm-unsafe-eval'; "
      + "worker-src blob:; img-src data:; form-action 'none'; base-uri 'none'"
  }
}
