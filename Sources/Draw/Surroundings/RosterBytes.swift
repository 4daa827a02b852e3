/// A roster in memory, its pieces worked on by a crew.
package struct RosterBytes<Workers: Crew>: RosterSource {
  private let bytes: [UInt8]
  private let crew: Workers
  private let pieceSize: Int

  /// - Parameter pieceSize: bytes a piece has at least; large enough that little is lost at the
  ///   seams, small enough to stay in a processor's cache.
  package init(_ bytes: [UInt8], crew: Workers, pieceSize: Int = 1 << 19) {
    self.bytes = bytes
    self.crew = crew
    self.pieceSize = pieceSize
  }

  package var size: Int { bytes.count }

  package func header() -> [UInt8] {
    let line = bytes.prefix(TextFile.longestLine + 1)
    return [UInt8](line.firstIndex(of: 0x0A).map { line[...$0] } ?? line)
  }

  package func forEachPiece<Part: Sendable>(
    _ work: @Sendable (Piece) -> Part, _ collect: (Part) throws(Refusal) -> Void
  ) throws(Refusal) {
    var start = 0
    var line = 0
    while start < bytes.count {
      // One round of the crew.
      var pieces: [Piece] = []
      while pieces.count < 16, start < bytes.count {
        let next = piece(from: start, line: line)
        pieces.append(next)
        start = next.bytes.endIndex
        line += next.bytes.lineFeeds
      }
      let round = pieces
      for part in crew.map(round.count, { work(round[$0]) }) { try collect(part) }
    }
  }

  private func piece(from start: Int, line: Int) -> Piece {
    var end = min(start + pieceSize, bytes.count)
    while end < bytes.count, bytes[end - 1] != 0x0A { end += 1 }
    return Piece(firstLine: line, bytes: bytes[start..<end], isLast: end == bytes.count)
  }
}
