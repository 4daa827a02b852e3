import Foundation
import Glibc

/// The program as it is built beside the tests, run as a process of its own.
enum Program {
  struct Outcome {
    let status: Int32
    let output: String
    let error: String
    /// The lines of standard error; a refusal has one.
    var sentences: [String] { error.split(separator: "\n").map(String.init) }
  }

  enum Failure: Error {
    case notBuilt(String)
    case silent(String)
  }

  static func path() throws -> String {
    let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates = [
      bundle.deletingLastPathComponent().appending(path: "mingcha"),
      root.appending(path: ".build/debug/mingcha"),
    ]
    guard let found = candidates.first(where: { access($0.path, X_OK) == 0 }) else {
      throw Failure.notBuilt("no program at \(candidates.map(\.path)); run swift build first")
    }
    return found.path
  }

  /// Runs to the end.
  ///
  /// - Parameter output: where standard output goes instead of into the outcome.
  static func run(
    _ arguments: String..., in folder: Folder? = nil, output: Int32? = nil
  ) throws -> Outcome {
    try run(arguments, in: folder, output: output)
  }

  static func run(
    _ arguments: [String], in folder: Folder? = nil, output: Int32? = nil
  ) throws -> Outcome {
    let running = try Running(arguments, in: folder, output: output)
    let status = running.wait()
    return Outcome(status: status, output: running.output, error: running.error)
  }
}

/// A started process of the program; ended when let go.
final class Running {
  private let process = Process()
  private let own = Folder()

  init(_ arguments: [String], in folder: Folder? = nil, output: Int32? = nil) throws {
    // Files rather than pipes: nobody has to read them for the program to go on.
    for name in ["output", "error"] { try own.write("", name) }
    process.executableURL = URL(filePath: try Program.path())
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: (folder ?? own).path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput =
      if let output {
        FileHandle(fileDescriptor: output, closeOnDealloc: false)
      } else {
        try FileHandle(forWritingTo: URL(filePath: own.path("output")))
      }
    process.standardError = try FileHandle(forWritingTo: URL(filePath: own.path("error")))
    try process.run()
  }

  deinit {
    guard process.isRunning else { return }
    signal(SIGKILL)
    process.waitUntilExit()
  }

  var output: String { own.text("output") }
  var error: String { own.text("error") }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// The exit status; 128 and the signal for a process that a signal ended, as in a shell.
  func wait() -> Int32 {
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return process.terminationStatus + (isSignal ? 128 : 0)
  }

  /// Waits for a line of standard output that begins so.
  ///
  /// - Throws: `Failure` with what was said when the process ends first; after ten minutes, so that
  ///   a program that hangs fails the test.
  func line(_ beginning: String) throws -> String {
    try line(beginning, of: { output })
  }

  /// The same for standard error.
  func errorLine(_ beginning: String) throws -> String {
    try line(beginning, of: { error })
  }

  private func line(_ beginning: String, of text: () -> String) throws -> String {
    for _ in 0..<60_000 {
      let isLast = !process.isRunning
      let lines = text().split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let found = lines.first(where: { $0.hasPrefix(beginning) }) { return String(found) }
      if isLast { break }
      usleep(10_000)
    }
    throw Program.Failure.silent("no line “\(beginning)”: \(output)\(error)")
  }
}

/// A folder of its own for one test, removed with it.
final class Folder {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "mingcha-command-\(UUID().uuidString)").path
    mkdir(path, 0o700)
  }

  deinit {
    chmod(path, 0o700)
    try? FileManager.default.removeItem(atPath: path)
  }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) -> [UInt8] {
    (try? Data(contentsOf: URL(filePath: path(name)))).map { [UInt8]($0) } ?? []
  }

  func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: path(name)))
  }

  func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// Every file below, by its path from here.
  var names: [String] {
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return found.sorted()
  }
}
