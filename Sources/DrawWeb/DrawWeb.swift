/// The draw for browsers: the sources of `Draw` as one WebAssembly module.
///
/// The bytes stand in `Module.swift`, which the build makes by `build.sh`.
package enum DrawWeb {
  /// The module as Base64, as a page carries it.
  package static let module = text(base64)
}

private func text(_ literal: StaticString) -> [UInt8] {
  unsafe [UInt8](UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
}
