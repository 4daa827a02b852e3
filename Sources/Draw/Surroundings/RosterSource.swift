/// Gives the bytes of `roster.tsv` in pieces, in order, as often as asked: a draw reads them twice.
package protocol RosterSource: Sendable {
  /// Bytes of the whole file.
  var size: Int { get }

  /// The first line with its line feed; as many bytes as a line may have and one more if it does
  /// not end before; no bytes if the file has none.
  func header() throws(Refusal) -> [UInt8]

  /// Calls `work` for each piece, perhaps several at the same time, then `collect` for each in
  /// order on the calling thread.
  ///
  /// - Throws: what `collect` throws, after which no further piece is begun; a `Refusal` of its own
  ///   if the file cannot be read or has changed.
  func forEachPiece<Part: Sendable>(
    _ work: @Sendable (Piece) -> Part, _ collect: (Part) throws(Refusal) -> Void
  ) throws(Refusal)
}

/// Part of a file: whole lines, but for a line that is too long and what the file ends with.
package struct Piece: Sendable {
  /// Line of the file at which the piece begins, from 0.
  package let firstLine: Int
  package let bytes: ArraySlice<UInt8>
  package let isLast: Bool

  package init(firstLine: Int, bytes: ArraySlice<UInt8>, isLast: Bool) {
    self.firstLine = firstLine
    self.bytes = bytes
    self.isLast = isLast
  }
}
