/// What a browser may load into a page and run there (Content-Security-Policy).
package enum ContentPolicy: String {
  package static let header = "Content-Security-Policy"

  /// Every page: our own style, script and pictures, nothing inline.
  case standard = """
    default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    worker-src 'none'
    """
  /// The page that verifies draws: also WebAssembly, and our own script as a worker.
  case verifier = """
    default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; worker-src 'self'
    """
  /// The script of that worker: WebAssembly and no network at all.
  case worker = "default-src 'none'; script-src 'wasm-unsafe-eval'"
}
