package import Draw

/// A roster file of any size, read piece by piece and worked on by several threads; memory is
/// bounded by the pieces that are under way.
package struct RosterFile: RosterSource {
  /// Large enough that little is lost at the seams, small enough to stay in a processor's cache.
  private static let pieceSize = 1 << 19

  private let file: OpenFile
  private let threads: Int
  package let size: Int

  init(_ file: OpenFile, threads: Int) {
    self.file = file
    self.threads = threads
    size = file.size
  }

  package func header() throws(Refusal) -> [UInt8] {
    // Longer than any line may be.
    let start = try file.read(at: 0, count: min(size, 1 << 16))
    return [UInt8](start.firstIndex(of: 0x0A).map { start[...$0] } ?? start[...])
  }

  package func forEachPiece<Part: Sendable>(
    _ work: @Sendable (Piece) -> Part, _ collect: (Part) throws(Refusal) -> Void
  ) throws(Refusal) {
    try file.checkUnchanged()
    let count = min(threads, size / Self.pieceSize)
    if count > 1 {
      try share(among: count, work, collect)
    } else {
      var reader = PieceReader(self)
      while let piece = try reader.next() { try collect(work(piece)) }
    }
    try file.checkUnchanged()
  }

  private func share<Part: Sendable>(
    among count: Int, _ work: @Sendable (Piece) -> Part, _ collect: (Part) throws(Refusal) -> Void
  ) throws(Refusal) {
    let reading = SharedReading<Part>(PieceReader(self), window: 3 * count)
    var failure: Refusal?
    withoutActuallyEscaping(work) { work in
      var threads = ThreadGroup()
      threads.start(count) { reading.work(work) }
      do throws(Refusal) {
        if threads.isEmpty { throw Refusal(file: FileName.roster, line: 0, reason: Self.noThread) }
        while let part = try reading.next() { try collect(part) }
      } catch {
        failure = error
      }
      reading.end(threads: count)
      threads.join()
    }
    if let failure { throw failure }
  }

  private static let noThread = "系统不能再启动线程，名单无法读取，请关闭其他程序后重试。"

  /// The whole lines from `offset` on, as many as go into a piece.
  fileprivate func piece(at offset: Int, line: Int) throws(Refusal) -> Piece {
    let bytes = try file.read(at: offset, count: min(Self.pieceSize, size - offset))
    if offset + bytes.count == size {
      return Piece(firstLine: line, bytes: bytes[...], isLast: true)
    }
    // Without a line feed the line is too long, and the draw ends with that.
    let end = bytes.lastIndex(of: 0x0A) ?? bytes.count - 1
    return Piece(firstLine: line, bytes: bytes[...end], isLast: false)
  }
}

/// Reads a roster file from the beginning, piece by piece.
struct PieceReader: Sendable {
  private let roster: RosterFile
  private var offset = 0
  private var line = 0

  init(_ roster: RosterFile) { self.roster = roster }

  mutating func next() throws(Refusal) -> Piece? {
    if offset == roster.size { return nil }
    let piece = try roster.piece(at: offset, line: line)
    offset += piece.bytes.count
    line += piece.bytes.lineFeeds
    return piece
  }
}
