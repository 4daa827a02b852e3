internal import HTML
internal import Supervision

/// A table of a page about one record.
func dataTable<Rows: HTML>(_ headings: [String], @HTMLBuilder rows: () -> Rows) -> some HTML {
  let rows = rows()
  return div(.class("scroll")) {
    table {
      thead { tr { each(headings) { caption in heading(caption) } } }
      tbody { rows }
    }
  }
}

/// What the journal says about a record, newest first; the same deed again and again is one line.
func history(_ entries: [JournalEntry]) -> some HTML {
  card("变更与办理记录", note: "取自操作日志，不可修改") {
    if entries.isEmpty {
      p(.class("quiet")) { "导入之后没有人改动过。" }
    } else {
      ol(.class("history")) {
        each(runs(entries)) { run in
          li {
            span(.class("small quiet")) {
              Instant(milliseconds: run.last.at).chinese + " " + run.last.actor + " "
            }
            run.last.sentence
            if run.count > 1 {
              span(.class("small quiet")) {
                "（自\(Instant(milliseconds: run.first.at).chinese)起共\(run.count)次）"
              }
            }
          }
        }
      }
    }
  }
}

/// Entries side by side that say the same of the same person on the same day.
private func runs(
  _ entries: [JournalEntry]
) -> [(last: JournalEntry, first: JournalEntry, count: Int)] {
  var runs: [(last: JournalEntry, first: JournalEntry, count: Int)] = []
  for entry in entries {
    let day = Instant(milliseconds: entry.at).day
    if let run = runs.last, run.first.actor == entry.actor, run.first.sentence == entry.sentence,
      Instant(milliseconds: run.first.at).day == day
    {
      runs[runs.count - 1] = (run.last, entry, run.count + 1)
    } else {
      runs.append((entry, entry, 1))
    }
  }
  return runs
}
