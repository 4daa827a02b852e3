/// Why a file of a draw is refused: nothing is drawn and nothing is written.
package struct Refusal: Error, Sendable {
  /// Name of the file in the draw folder, such as `roster.tsv`.
  package let file: String
  /// Line of that file, the header being 1; 0 when the file as a whole is meant.
  package let line: Int
  /// One Chinese sentence: what is wrong and what to do.
  package let reason: String

  package init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }
}

extension Refusal: Equatable {
  // By bytes: Unicode comparison has no place in a draw.
  package static func == (one: Refusal, other: Refusal) -> Bool {
    one.line == other.line && one.file.utf8.elementsEqual(other.file.utf8)
      && one.reason.utf8.elementsEqual(other.reason.utf8)
  }
}

extension Refusal: CustomStringConvertible {
  /// `file:line: reason`, or `file: reason` for the file as a whole.
  package var description: String {
    line == 0 ? "\(file): \(reason)" : "\(file):\(line): \(reason)"
  }
}
