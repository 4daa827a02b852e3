internal import Foundation

/// The cluster for tests, spoken to through `psql`: CREATE DATABASE cannot run in a transaction.
struct PostgresCluster: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let url: String

  /// - Parameter url: ends in `/` and the name of a database that exists.
  init(url: String) throws {
    guard url.contains("://"), !url.contains("?"), url.split(separator: "/").count >= 3 else {
      throw Failure(
        description: "MINGCHA_TEST_POSTGRES must look like postgresql://user@host/postgres")
    }
    self.url = url
  }

  func url(of database: String) -> String {
    url.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/" + database
  }

  func create(_ database: String, _ options: String) throws {
    try run("CREATE DATABASE \(database) \(options) TEMPLATE template0")
  }

  func drop(_ database: String) {
    try? run("DROP DATABASE IF EXISTS \(database) WITH (FORCE)")
  }

  private func run(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["psql", "--no-psqlrc", "--quiet", "--command", command, url]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let message = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "psql: \(String(decoding: message, as: UTF8.self))")
    }
  }
}
