import HTTP
import Storage
import TestSupport

@testable import Composition
@testable import Kernel

extension TestHouse {
  /// The same house over the same store, with one statement of its writes failing.
  ///
  /// - Parameter statement: counted over all writes, from 1.
  func failing(at statement: Int) throws -> House {
    try House(
      store: FailingStore(store, failing: statement), surroundings: house.surroundings,
      metrics: Metrics(), gzip: { $0 })
  }
}
