internal import Foundation

/// The engines every store test runs on: `@Test(arguments: EngineUnderTest.allCases)`.
///
/// PostgreSQL needs the URL of a cluster in `MINGCHA_TEST_POSTGRES`, see `Tests/postgres.sh`; without
/// it each of those cases is cancelled with a warning that names it.
package enum EngineUnderTest: String, CaseIterable, Sendable, CustomStringConvertible {
  case sqlite
  case postgres

  package var description: String { rawValue }

  /// The URL of the cluster for tests, when there is one.
  package static var postgresURL: String? {
    let url = ProcessInfo.processInfo.environment["MINGCHA_TEST_POSTGRES"]
    return url?.isEmpty == false ? url : nil
  }
}
