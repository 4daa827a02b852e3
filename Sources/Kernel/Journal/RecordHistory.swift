package import HTML
package import Storage
internal import Supervision

/// What the journal says about a record, newest first.
package struct RecordHistory: Sendable {
  var entries: [JournalEntry] = []
  /// The years whose entries lie in files, the last first.
  var closed: [ClosedYear] = []

  /// The same without the entries that somebody is not told of.
  package func filter(_ isShown: (JournalEntry) throws -> Bool) rethrows -> RecordHistory {
    RecordHistory(entries: try entries.filter(isShown), closed: closed)
  }

  /// Where to look for what was done longer ago.
  fileprivate var archive: String? {
    guard let last = closed.first else { return nil }
    let files = closed.prefix(10).map(\.file).joined(separator: "、")
    return "\(last.year)年及以前的记录已移到归档文件，这里不再列出：\(files)。请向审计管理员查询。"
  }
}

extension Journal {
  /// The latest entries about some records, newest first.
  ///
  /// - Parameter condition: what else an entry must fulfil, such as ` AND action = 'account.rules'`.
  package static func history(
    of subjects: [(kind: String, ids: [String])], which condition: SQL = .empty, limit: Int = 100,
    _ db: any Connection
  ) throws -> RecordHistory {
    var entries: [JournalEntry] = []
    for subject in subjects where !subject.ids.isEmpty {
      entries += try db.all(
        "SELECT " + JournalEntry.columns + " FROM journal WHERE subject_kind = \(subject.kind) AND "
          + .among("subject", subject.ids) + condition + " ORDER BY number DESC LIMIT \(limit)")
    }
    return RecordHistory(
      entries: Array(entries.sorted { $0.number > $1.number }.prefix(limit)),
      closed: try closedYears(db))
  }

  package static func history(
    of kind: String, _ id: some RecordID, which condition: SQL = .empty, _ db: any Connection
  ) throws -> RecordHistory {
    try history(of: [(kind, [id.description])], which: condition, db)
  }
}

/// What was done about a record, in sentences; the same deed again and again is one line.
///
/// - Parameter frame: of the page; knows what the actions of all rooms are called.
package func recordHistory(_ frame: Frame, _ history: RecordHistory) -> some HTML {
  let runs = runs(history.entries, frame.words)
  return card("变更与办理记录", note: "取自操作日志，不可修改") {
    if runs.isEmpty {
      p(.class("quiet")) { "日志里还没有这条记录的办理。" }
    } else if runs.count <= 8 {
      historyList(runs)
    } else {
      details {
        summary { "最近 \(runs.count) 条" }
        historyList(runs)
      }
    }
    if let archive = history.archive { p(.class("quiet small")) { archive } }
  }
}

private struct Run {
  let last: JournalEntry
  var first: JournalEntry
  let sentence: String
  var count = 1
}

private func historyList(_ runs: [Run]) -> some HTML {
  ol(.class("history")) {
    each(runs) { run in
      li {
        span(.class("small quiet")) {
          Instant(milliseconds: run.last.at).chinese + " " + run.last.actor + " "
        }
        run.sentence
        if run.count > 1 {
          span(.class("small quiet")) {
            "（自\(Instant(milliseconds: run.first.at).chinese)起共\(run.count)次）"
          }
        }
      }
    }
  }
}

/// Entries side by side that say the same of the same person on the same day.
private func runs(_ entries: [JournalEntry], _ words: JournalWords) -> [Run] {
  var runs: [Run] = []
  for entry in entries {
    let day = Instant(milliseconds: entry.at).day
    let sentence = words.sentence(entry)
    if let run = runs.last, run.first.actor == entry.actor, run.sentence == sentence,
      Instant(milliseconds: run.first.at).day == day
    {
      runs[runs.count - 1].first = entry
      runs[runs.count - 1].count += 1
    } else {
      runs.append(Run(last: entry, first: entry, sentence: sentence))
    }
  }
  return runs
}
