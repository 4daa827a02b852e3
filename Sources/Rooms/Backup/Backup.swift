internal import Kernel

/// A copy of the whole house in one file, the same for both engines.
///
/// The outside (`SealedFile`) is a head of lines and sealed chunks; inside, compressed, stand the
/// records of `BackupEncoder`: every table row by row, every received file, and at the end a
/// manifest with counts and digests. A copy is made of one unchanging state while others write, and
/// is restored whole or not at all.
package enum Backup {
  /// The form of the records; a program reads its own and older ones.
  static let form = 1
}

/// What a backup is locked with.
package enum BackupKey: Sendable {
  /// 32 random bytes.
  case key([UInt8])
  case passphrase(String)
}

/// What a backup holds: its manifest.
package struct BackupSummary: Sendable, Equatable {
  package struct Table: Sendable, Equatable {
    package let name: String
    package let rows: Int
    /// SHA-256 over the rows in the order of their key, as they are written.
    package let digest: String
  }

  /// UTC milliseconds.
  package var madeAt: Int64 = 0
  package var tables: [Table] = []
  package var files = 0
  package var fileBytes = 0
  /// The head of the journal: number and digest of its last entry.
  package var journalNumber = 0
  package var journalDigest = ""
  /// Received files whose content no longer was what their name says.
  package var damagedFiles: [String] = []

  package var rows: Int { tables.reduce(0) { $0 + $1.rows } }
}

/// How far it is.
package struct BackupProgress: Sendable {
  /// The table, or empty while files are copied.
  package let table: String
  package let rows: Int
  package let files: Int
}
