import Foundation
import Synchronization

/// Programs of the system the tests check against.
enum Tool {
  /// One at a time: a program started meanwhile would inherit the pipes of another and keep them
  /// open.
  private static let turn = Mutex(())

  static func run(
    _ arguments: String..., input: String = ""
  ) throws -> (status: Int32, output: Data) {
    try turn.withLock { _ in try start(arguments, input: input) }
  }

  private static func start(
    _ arguments: [String], input: String
  ) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "600"] + arguments
    let output = Pipe()
    // Not a pipe: writing to a program that has ended would end the tests by SIGPIPE.
    let inputPath = NSTemporaryDirectory() + "mingcha-input-" + UUID().uuidString
    try Data(input.utf8).write(to: URL(fileURLWithPath: inputPath))
    defer { try? FileManager.default.removeItem(atPath: inputPath) }
    process.standardOutput = output
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, data)
  }
}
