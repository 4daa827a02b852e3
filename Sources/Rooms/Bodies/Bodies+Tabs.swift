package import HTML
package import Kernel
internal import Supervision

extension Link {
  static func bodyFacts(_ id: BodyID, _ kind: FactKind) -> Link {
    Link("/bodies", id, "facts", kind.code)
  }
  static func bodyFactNew(_ id: BodyID, _ kind: FactKind) -> Link {
    bodyFacts(id, kind).part("new")
  }
  static func bodyFact(_ id: BodyID, _ kind: FactKind, _ fact: Int) -> Link {
    bodyFacts(id, kind).part(fact)
  }
  package static func bodyHistory(_ id: BodyID) -> Link { Link("/bodies", id, "history") }
}

/// What every page about one body shows above its matter.
package struct BodyHeader {
  /// As it stands now.
  package let body: Body
  let asOf: AsOf
  /// How many facts of each kind hold, by code.
  let counts: [String: Int]
  let today: CalendarDay
  package let mayChange: Bool
}

extension BodyPages {
  /// The parts of a body's record, each a page of its own.
  package static func tabs(
    _ frame: Frame, _ header: BodyHeader, _ current: Link
  ) -> some HTML {
    let id = header.body.id
    var entries: [(link: Link, label: String)] = [(.body(id), "概况")]
    for kind in FactKind.all {
      let count = header.counts[kind.code] ?? 0
      entries.append((.bodyFacts(id, kind), count > 0 ? "\(kind.title) \(count)" : kind.title))
    }
    for tab in frame.rooms.contributions(BodyTab.self) { entries.append((tab.link(id), tab.label)) }
    entries.append((.bodyHistory(id), "变更记录"))
    return nav(.class("tabs"), .label("机构档案")) {
      each(entries) { entry in
        a(.href(entry.link.with(header.asOf.pairs)), .current(entry.link == current)) {
          entry.label
        }
      }
    }
  }

  /// Which day is shown, and the choice of another.
  package static func asOfBar(_ header: BodyHeader, _ here: Link) -> some HTML {
    div(.class("as-of")) {
      if !header.asOf.isNow {
        p(.class("notes"), .role("note")) {
          "显示的是\(header.asOf.label)名录所知的内容，不是现在的内容。"
          a(.href(here)) { "回到现在" }
        }
      }
      getForm(here, .class("inline-form")) {
        label(.for("on")) { "查看某日的登记" }
        input(
          .type("date"), .id("on"), .name("on"), .value(header.asOf.day?.iso ?? ""),
          .data("max", header.today.iso))
        button(.class("button"), .type("submit")) { "查看" }
      }
    }
  }
}
