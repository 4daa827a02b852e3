package import HTML
package import Supervision

enum DeskPages {
  static func desk(_ frame: Frame, _ model: DeskModel) -> some HTML {
    officePage(frame, "工作台") {
      pageHead(greeting(model))
      section(.class("card")) {
        if model.tasks.isEmpty {
          emptyState("没有待办事项。有新的任务时会出现在这里。")
        } else {
          taskTable(model)
        }
      }
      each(model.progress) { plan in progressCard(plan) }
    }
  }

  private static func greeting(_ model: DeskModel) -> String {
    let hour = Int(model.now.timeOfDay.prefix(2)) ?? 12
    let word = hour < 12 ? "早上好" : hour < 18 ? "下午好" : "晚上好"
    let count = model.tasks.count
    return "\(word)，\(model.actor.name)。" + (count == 0 ? "今天没有待办。" : "有 \(count) 件事待办")
  }

  private static func taskTable(_ model: DeskModel) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("期限")
            heading("事项")
            heading("对象")
            heading("说明")
            heading("")
          }
        }
        tbody {
          each(model.tasks) { task in
            tr {
              td { dueChip(task.due, now: model.now) }
              td { task.matter }
              td(.class("name")) { a(.href(task.link)) { task.subject } }
              td(.class("quiet")) { task.note }
              td(.class("num")) { a(.href(task.link)) { "办理" } }
            }
          }
        }
      }
    }
  }

  private static func progressCard(_ plan: PlanProgress) -> some HTML {
    let total = plan.fields.reduce(0) { $0 + $1.total }
    let finished = plan.fields.reduce(0) { $0 + $1.finished }
    let faulty = plan.fields.reduce(0) { $0 + $1.faulty }
    return card(plan.title, note: "进度") {
      factRow([
        ("应查", String(total)), ("已完成", String(finished)), ("发现问题", String(faulty)),
        ("完成率", total == 0 ? "—" : "\(finished * 100 / total)%"),
      ])
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("领域")
              heading("应查", isNumber: true)
              heading("完成")
              heading("已查", isNumber: true)
              heading("有问题", isNumber: true)
            }
          }
          tbody {
            each(plan.fields) { field in
              tr {
                td(.class("name")) { field.name }
                td(.class("num"), .data("data-label", "应查")) { field.total }
                td(.class("wrap")) { bar(field.finished, of: field.total) }
                td(.class("num"), .data("data-label", "已查")) { field.finished }
                td(.class("num"), .data("data-label", "有问题")) {
                  field.faulty == 0 ? "—" : String(field.faulty)
                }
              }
            }
          }
        }
      }
    }
  }
}

/// When something is due, in the words people use: overdue, today, tomorrow, a date.
@HTMLBuilder
package func dueChip(_ due: Instant?, now: Instant) -> some HTML {
  if let due {
    let days = due.day.days(since: now.day)
    if due < now {
      chip(.bad, days < 0 ? "逾期 \(-days) 天" : "今天 \(due.timeOfDay) 已过")
    } else if days == 0 {
      chip(.warning, "今天 \(due.timeOfDay) 前")
    } else if days == 1 {
      chip(.act, "明天")
    } else {
      chip(.act, "\(due.day.month) 月 \(due.day.day) 日")
    }
  } else {
    chip(.plain, "不限期")
  }
}
