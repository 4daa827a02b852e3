internal import Crypto
internal import FoundationEssentials
internal import Kernel

/// What is made public, as it is stored, downloaded and rendered: one record, one digest.
///
/// The bytes are canonical: UTF-8 JSON without spaces, keys ascending, absent values left out.
package protocol PublicRecord: Codable, Sendable {}

extension PublicRecord {
  /// The bytes whose SHA-256 is published beside them.
  package func canonical() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }

  package init(canonical text: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
  }
}

/// A code with what people call it.
package struct CodeName: Codable, Hashable, Sendable {
  package let code: String
  package let name: String
}

/// A plan as it was frozen.
package struct PlanRecord: PublicRecord {
  package struct Department: Codable, Sendable {
    let code: String
    package let name: String
    let people: Int
    let isLead: Bool
  }
  package struct Field: Codable, Sendable {
    package let name: String
    let field: CodeName
    let quota: Int
    let focus: String
    let departments: [Department]
  }
  package struct Weight: Codable, Sendable {
    let creditClass: String
    let weight: Int
  }
  /// An item of the published list, in the version the plan carries out.
  package struct Item: Codable, Sendable {
    let code: String
    let version: Int
    package let name: String
    let basis: String
  }
  private(set) var format = "mingcha-plan-record-1"
  let plan: Int
  let version: Int
  let publishedAt: String
  let title: String
  let year: Int
  let basis: String
  let authority: String
  let region: CodeName
  let form: String
  let total: Int
  let isUnannounced: Bool
  let suite: String
  let minimum: Int
  let selfCheckUntil: String
  let visitsFrom: String
  let visitsUntil: String
  let resultsUntil: String
  let fields: [Field]
  let weights: [Weight]
  /// The moment whose registry the roster was taken from; absent in older records.
  let registryAt: String?
  /// Absent in older records.
  let items: [Item]?
}

/// The result of one inspection.
package struct ResultRecord: PublicRecord {
  package struct Body: Codable, Sendable {
    let id: Int
    package let name: String
    let uscc: String
    let certificateNumber: String
  }
  package struct Plan: Codable, Sendable {
    let id: Int
    let title: String
    let draw: Int
  }
  /// How many inspected, and from where; never who.
  package struct Team: Codable, Sendable {
    let people: Int
    let departments: [CodeName]
  }
  package struct Correction: Codable, Sendable {
    /// The version that was wrong.
    let corrects: Int
    let reason: String
  }
  private(set) var format = "mingcha-result-record-1"
  let result: Int
  let version: Int
  let publishedAt: String
  let plan: Plan
  let body: Body
  let region: CodeName
  let field: CodeName
  let authority: String
  let method: String
  let beganAt: String?
  let finishedAt: String?
  let team: Team
  /// In the words of the publicity system, and …
  let results: [CodeName]
  /// … in those of the short national list.
  package let national: [CodeName]
  let summary: String
  let rectifyUntil: String?
  let correction: Correction?
}
