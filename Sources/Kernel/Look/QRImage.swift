package import HTML
internal import QR

/// A QR code as one path of an SVG, dark on white whatever the colours of the page.
///
/// - Parameters:
///   - text: what a reader shall see.
///   - title: what it is for, for those who do not see it.
/// - Returns: nothing for a text too long for a code.
@HTMLBuilder
package func qrImage(_ text: String, title caption: String) -> Markup {
  if let code = QRCode(text) {
    let edge = code.side + 2 * QRCode.quietZone
    svg(
      .class("qr"), .data("viewBox", "0 0 \(edge) \(edge)"), .role("img"), .label(caption),
      .literal("shape-rendering", "crispEdges")
    ) {
      title { caption }
      rect(
        .data("width", String(edge)), .data("height", String(edge)), .literal("fill", "#fff"))
      path(.literal("fill", "#000"), .data("d", outline(of: code)))
    }
  }
}

/// Every run of dark modules as a box one module high.
private func outline(of code: QRCode) -> String {
  var outline = ""
  for row in 0..<code.side {
    for run in code.runs(row: row) {
      let x = run.lowerBound + QRCode.quietZone
      outline += "M\(x) \(row + QRCode.quietZone)h\(run.count)v1h-\(run.count)z"
    }
  }
  return outline
}
