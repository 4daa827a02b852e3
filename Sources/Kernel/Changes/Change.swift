internal import Storage
internal import Supervision

package struct ChangeID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// Where a change of the registry comes from.
package enum ChangeSource: String, StoredWord, Sendable {
  /// A file; the change names it.
  case `import`
  /// A person at a form.
  case form
  /// Another system.
  case interface
  /// The house itself: set-up, demo, what stood there before changes were kept.
  case setup

  package var label: String {
    switch self {
    case .import: "文件导入"
    case .form: "页面登记"
    case .interface: "系统接口"
    case .setup: "初始登记"
    }
  }
}

extension Changes {
  /// Notes who brings what follows and from where; every fact stored in the same command names it.
  ///
  /// One for a command, whatever number of facts it stores. The journal entry stays the caller's.
  ///
  /// - Parameters:
  ///   - source: `.import` together with the import, `.setup` where the house acts.
  ///   - reason: what the person gave as reason, or empty.
  package static func change(
    _ source: ChangeSource, import file: ImportID? = nil, reason: String = "",
    _ transaction: Transaction
  ) throws -> ChangeID {
    let id: ChangeID? = try transaction.db.value(
      """
      INSERT INTO changes (at, account, source, import, reason)
      VALUES (\(transaction.now.milliseconds), \(transaction.actor?.account), \(source), \(file),
        \(reason))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("变更没有保存，请重试。") }
    return id
  }
}
