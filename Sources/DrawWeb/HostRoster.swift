#if arch(wasm32)
  /// The roster where the browser has it, read piece by piece so that its size costs no memory.
  struct HostRoster: RosterSource {
    private static let pieceSize = 1 << 19

    let size: Int

    func header() throws(Refusal) -> [UInt8] {
      // Longer than any line may be.
      let start = bytes(at: 0, count: min(size, 1 << 16))
      return [UInt8](start.firstIndex(of: 0x0A).map { start[...$0] } ?? start[...])
    }

    func forEachPiece<Part: Sendable>(
      _ work: @Sendable (Piece) -> Part, _ collect: (Part) throws(Refusal) -> Void
    ) throws(Refusal) {
      var offset = 0
      var line = 0
      while offset < size {
        let piece = piece(at: offset, line: line)
        offset += piece.bytes.count
        line += piece.bytes.count { $0 == 0x0A }
        try collect(work(piece))
      }
    }

    /// The whole lines from `offset` on, as many as go into a piece.
    private func piece(at offset: Int, line: Int) -> Piece {
      let bytes = bytes(at: offset, count: min(Self.pieceSize, size - offset))
      if offset + bytes.count == size {
        return Piece(firstLine: line, bytes: bytes[...], isLast: true)
      }
      // Without a line feed the line is too long, and the draw ends with that.
      let end = bytes.lastIndex(of: 0x0A) ?? bytes.count - 1
      return Piece(firstLine: line, bytes: bytes[...end], isLast: false)
    }

    private func bytes(at offset: Int, count: Int) -> [UInt8] {
      unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let start = buffer.baseAddress { unsafe read(offset, start, count) }
        initialized = count
      }
    }
  }

  /// Fills `buffer` with bytes of the roster from `offset` on.
  @_extern(wasm, module: "mingcha", name: "read_roster")
  private func read(_ offset: Int, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int)
#endif
