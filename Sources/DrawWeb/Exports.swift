#if arch(wasm32)
  // The door of the WebAssembly module: files in, what `mingcha verify` prints out. It is compiled
  // into one module with the sources of `Draw`; `Web/verify-engine.js` is its only caller.

  /// One draw being checked. An instance of the module serves one.
  private final class Session {
    /// Bytes of the roster, which stays outside; nil if there is none.
    var rosterSize: Int?
    /// The other files, by `FileKind`.
    var files = [[UInt8]?](repeating: nil, count: FileKind.names.count)
    var outputs = [[UInt8]](repeating: [], count: OutputKind.count)
  }

  private enum FileKind {
    static let names = [
      FileName.rules, FileName.seed, FileName.inspectors, FileName.conflicts, FileName.amendments,
      FileName.transcript,
    ]
    static let rules = 0
    static let seed = 1
    static let inspectors = 2
    static let conflicts = 3
    static let amendments = 4
    static let transcript = 5
  }

  private enum OutputKind {
    static let printed = 0
    static let complaint = 1
    /// The transcript as it should be, also when the one at hand differs; empty when it could not
    /// be computed.
    static let transcript = 2
    static let count = 3
  }

  @_extern(wasm, module: "mingcha", name: "progress")
  private func report(_ step: Int32, _ done: Int, _ total: Int)

  @_expose(wasm, "mingcha_open")
  @_cdecl("mingcha_open")
  func open() -> UnsafeMutableRawPointer {
    unsafe Unmanaged.passRetained(Session()).toOpaque()
  }

  /// Room for a file; the caller fills it and hands it back.
  @_expose(wasm, "mingcha_allocate")
  @_cdecl("mingcha_allocate")
  func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
  }

  /// Takes a file other than the roster, of which `allocate` gave the room.
  ///
  /// - Parameter kind: index in `FileKind.names`.
  @_expose(wasm, "mingcha_take")
  @_cdecl("mingcha_take")
  func take(
    _ session: UnsafeMutableRawPointer, _ kind: Int, _ bytes: UnsafeMutableRawPointer, _ size: Int
  ) {
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size)
    unsafe find(session).files[kind] = unsafe [UInt8](buffer)
    unsafe bytes.deallocate()
  }

  /// Says that there is a roster; it is asked for piece by piece.
  @_expose(wasm, "mingcha_take_roster")
  @_cdecl("mingcha_take_roster")
  func takeRoster(_ session: UnsafeMutableRawPointer, _ size: Int) {
    unsafe find(session).rosterSize = size
  }

  /// Does what `mingcha verify` does.
  ///
  /// - Returns: its exit status.
  @_expose(wasm, "mingcha_verify")
  @_cdecl("mingcha_verify")
  func verify(_ session: UnsafeMutableRawPointer) -> Int32 {
    let session = unsafe find(session)
    return attempt(session) { () throws(Refusal) in
      let roster = try roster(of: session)
      let side = try sideFiles(of: session)
      let found = try file(FileKind.transcript, of: session)
      let verification = try verify(
        roster, side, transcript: found, crew: Alone(), progress: tell
      ) { result in session.outputs[OutputKind.transcript] = result.transcript }
      session.outputs[OutputKind.printed] = [UInt8]((verification.description + "\n").utf8)
      if case .differs = verification { return 1 }
      return 0
    }
  }

  /// Does what `mingcha draw` does; the transcript is what it prints.
  ///
  /// - Returns: its exit status.
  @_expose(wasm, "mingcha_draw")
  @_cdecl("mingcha_draw")
  func draw(_ session: UnsafeMutableRawPointer) -> Int32 {
    let session = unsafe find(session)
    return attempt(session) { () throws(Refusal) in
      let roster = try roster(of: session)
      let side = try sideFiles(of: session)
      session.outputs[OutputKind.transcript] =
        try draw(roster, side, crew: Alone(), progress: tell).transcript
      return 0
    }
  }

  /// Where an output lies.
  @_expose(wasm, "mingcha_output")
  @_cdecl("mingcha_output")
  func output(_ session: UnsafeMutableRawPointer, _ kind: Int) -> UnsafeRawPointer? {
    // The array is not touched again, so its bytes stay where they are.
    unsafe find(session).outputs[kind].withUnsafeBytes { $0.baseAddress }
  }

  @_expose(wasm, "mingcha_output_size")
  @_cdecl("mingcha_output_size")
  func outputSize(_ session: UnsafeMutableRawPointer, _ kind: Int) -> Int {
    unsafe find(session).outputs[kind].count
  }

  private func find(_ session: UnsafeMutableRawPointer) -> Session {
    unsafe Unmanaged<Session>.fromOpaque(session).takeUnretainedValue()
  }

  private func attempt(
    _ session: Session, _ work: () throws(Refusal) -> Int32
  ) -> Int32 {
    do throws(Refusal) {
      return try work()
    } catch {
      session.outputs[OutputKind.complaint] = [UInt8]((error.description + "\n").utf8)
      return 2
    }
  }

  private func tell(_ step: DrawStep, _ done: Int, _ total: Int) {
    report(Int32(step.rawValue), done, total)
  }

  // Missing files are named in the order of the command line.

  private func roster(of session: Session) throws(Refusal) -> HostRoster {
    guard let size = session.rosterSize else { throw missing(FileName.roster) }
    return HostRoster(size: size)
  }

  private func sideFiles(of session: Session) throws(Refusal) -> SideFiles {
    SideFiles(
      rules: try file(FileKind.rules, of: session), seed: try file(FileKind.seed, of: session),
      inspectors: session.files[FileKind.inspectors],
      conflicts: session.files[FileKind.conflicts],
      amendments: session.files[FileKind.amendments])
  }

  private func file(_ kind: Int, of session: Session) throws(Refusal) -> [UInt8] {
    guard let bytes = session.files[kind] else { throw missing(FileKind.names[kind]) }
    return bytes
  }

  private func missing(_ name: String) -> Refusal {
    Refusal(file: name, line: 0, reason: "没有这个文件，请补上。")
  }
#endif
