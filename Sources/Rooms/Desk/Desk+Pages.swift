internal import HTML
internal import Kernel
internal import Supervision

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
      each(model.cards) { $0 }
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
}
