internal import Crypto
internal import Draws
internal import HTML
internal import HTTP
internal import Kernel
internal import Resources
internal import Sheets
internal import Storage
internal import Supervision

// The page that verifies draws, and the same page as one file.
extension Publication {
  static let verifyRoutes: [Route] = [
    .get("/verify", .anyone) { call in
      let assets = call.house.assets
      let asked = call.request.query["draw"]?.trimmed ?? ""
      let model = try call.house.store.read { db in
        VerifyPages.Model(
          asked: asked.isEmpty ? nil : try Publication.asked(asked, db),
          draws: Array(try draws(page: 1, db).rows.filter { $0.stage == .revealed }.prefix(5)),
          engine: assets.link("verify-engine.js"), module: assets.link("draw.wasm"),
          scripts: [assets.link("verify-report.js"), assets.link("verify.js")],
          offlineSize: call.house.offlineVerifier.bytes.count,
          offlineDigest: call.house.offlineVerifier.digest,
          scriptDigest: hex(sha256(Resources.bytes("verify.py"))))
      }
      var response = Response.html(VerifyPages.page(call.frame(.publicVerify), model).document())
      response.setHeader(ContentPolicy.header, ContentPolicy.verifier.rawValue)
      return response
    },
    .get("/verify/offline.html", .anyone) { call in
      let verifier = call.house.offlineVerifier
      let acceptsGzip = call.request.header("accept-encoding")?.contains("gzip") ?? false
      var response = Response.bytes(
        acceptsGzip ? verifier.compressed : verifier.bytes, type: "text/html; charset=utf-8",
        fileName: OfflineVerifier.fileName)
      if acceptsGzip { response.setHeader("Content-Encoding", "gzip") }
      response.setHeader("Vary", "Accept-Encoding")
      response.setHeader("Digest-SHA256", verifier.digest)
      return response
    },
    .get("/verify/verify.py", .anyone) { _ in
      Response.bytes(
        Resources.bytes("verify.py"), type: "text/x-python; charset=utf-8", fileName: "verify.py")
    },
    .get("/verify/draw-rules.md", .anyone) { _ in
      Response.bytes(Resources.bytes("draw-rules.md"), type: "text/plain; charset=utf-8")
    },
  ]

  private static func asked(
    _ text: String, _ db: any Connection
  ) throws -> VerifyPages.Asked {
    let shown = String(text.prefix(20))
    guard let number = Int(normalizeDigits(text)), number > 0 else { return .nobody(shown) }
    do {
      let id = try draw(number: number, db)
      guard let draw = try Draws.publicModel(id, db) else { return .nobody(shown) }
      return .draw(draw)
    } catch Problem.notFound {
      return .nobody(shown)
    }
  }
}
