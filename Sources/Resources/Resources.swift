internal import CResources

/// Files that ship inside the program (embedded resources): migrations, codes and forms, style and
/// scripts. Listed once, in `Sources/C/CResources/resources.c`.
package enum Resources {
  /// The bytes of a file.
  ///
  /// - Parameter name: as it lies below `Sources/Resources`, without folder; one that is not there is
  ///   a programmer's mistake.
  package static func bytes(_ name: StaticString) -> [UInt8] {
    let found = unsafe mingcha_resource(name.description)
    guard let bytes = unsafe found.bytes else { preconditionFailure("no file \(name)") }
    return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: found.count))
  }

  /// The text of a file in UTF-8.
  package static func text(_ name: StaticString) -> String {
    String(decoding: bytes(name), as: UTF8.self)
  }
}
