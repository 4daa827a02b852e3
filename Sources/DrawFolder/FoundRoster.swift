package import Draw

/// The roster of a draw folder, on disk or unpacked in memory.
package enum FoundRoster: RosterSource {
  case file(RosterFile)
  case unpacked(RosterBytes<Threads>)

  package var size: Int {
    switch self {
    case .file(let roster): roster.size
    case .unpacked(let roster): roster.size
    }
  }

  package func header() throws(Refusal) -> [UInt8] {
    switch self {
    case .file(let roster): try roster.header()
    case .unpacked(let roster): roster.header()
    }
  }

  package func forEachPiece<Part: Sendable>(
    _ work: @Sendable (Piece) -> Part, _ collect: (Part) throws(Refusal) -> Void
  ) throws(Refusal) {
    switch self {
    case .file(let roster): try roster.forEachPiece(work, collect)
    case .unpacked(let roster): try roster.forEachPiece(work, collect)
    }
  }
}
