internal import HTML
internal import Supervision

/// What the journal says about a record, in sentences, newest first.
func recordHistory(_ entries: [JournalEntry]) -> some HTML {
  card("变更与办理记录", note: "取自操作日志，不可修改") {
    if entries.isEmpty {
      p(.class("quiet")) { "日志里还没有这条记录的办理，已归档年度的在归档文件里。" }
    } else if entries.count <= 8 {
      historyList(entries)
    } else {
      details {
        summary { "最近 \(entries.count) 条" }
        historyList(entries)
      }
    }
  }
}

private func historyList(_ entries: [JournalEntry]) -> some HTML {
  ol(.class("history")) {
    each(entries) { entry in
      li {
        span(.class("small quiet")) {
          Instant(milliseconds: entry.at).chinese + " " + entry.actor + " "
        }
        entry.sentence
      }
    }
  }
}
