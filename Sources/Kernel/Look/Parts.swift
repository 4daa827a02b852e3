package import HTML

/// How a short word is tinted.
package enum Tint: Sendable {
  case plain, fine, warning, bad, act

  fileprivate var name: StaticString {
    switch self {
    case .plain: "chip"
    case .fine: "chip ok"
    case .warning: "chip warn"
    case .bad: "chip bad"
    case .act: "chip act"
    }
  }
}

package func chip(_ tint: Tint, _ text: String) -> some HTML {
  span(.class(tint.name)) { text }
}

/// A heading with a line of explanation and actions at its right.
package func pageHead(
  _ heading: String, _ explanation: String? = nil, @HTMLBuilder actions: () -> Markup
) -> some HTML {
  let actions = actions()
  return div(.class("head")) {
    div {
      h1 { heading }
      if let explanation { p(.class("lede")) { explanation } }
    }
    div(.class("actions")) { actions }
  }
}

package func pageHead(_ heading: String, _ explanation: String? = nil) -> some HTML {
  pageHead(heading, explanation) {}
}

/// A surface that holds one matter.
package func card(
  _ heading: String? = nil, note: String? = nil, @HTMLBuilder content: () -> Markup
) -> some HTML {
  let content = content()
  return section(.class("card")) {
    if let heading {
      div(.class("card-head")) {
        h2 { heading }
        if let note { span(.class("quiet")) { note } }
      }
    }
    content
  }
}

/// Big numbers side by side.
package func factRow(_ facts: [(label: String, value: String)]) -> some HTML {
  dl(.class("facts")) {
    each(facts) { fact in
      div {
        dt { fact.label }
        dd { fact.value }
      }
    }
  }
}

/// Named values below each other.
package func factList(_ facts: [(label: String, value: String)]) -> some HTML {
  dl(.class("pairs")) {
    each(facts.filter { fact in !fact.value.isEmpty }) { fact in
      dt { fact.label }
      dd { fact.value }
    }
  }
}

/// One step on the way of a plan, draw, visit, rectification.
package struct StepMark: Sendable {
  package enum State: Sendable { case done, now, later }
  package let label: String
  package let note: String
  package let state: State

  package init(_ label: String, _ note: String, _ state: State) {
    self.label = label
    self.note = note
    self.state = state
  }
}

/// Where a thing stands on its way, with dates.
package func stepRow(_ marks: [StepMark]) -> some HTML {
  ol(.class("steps")) {
    each(marks) { mark in
      li(
        .classes(mark.state == .done ? "done" : mark.state == .now ? "now" : nil),
        .data("aria-current", mark.state == .now ? "step" : nil)
      ) {
        b { mark.label }
        span(.class("small")) { mark.note }
      }
    }
  }
}

/// A digest in groups of four; the whole text on hover, and whole when `isWhole`.
package func hash(_ digest: String, isWhole: Bool = false) -> some HTML {
  var grouped = ""
  for (index, byte) in digest.utf8.enumerated() {
    if index == 16, !isWhole { break }
    if index > 0, index.isMultiple(of: 4) { grouped += " " }
    grouped.unicodeScalars.append(Unicode.Scalar(byte))
  }
  if !isWhole, !digest.isEmpty { grouped += " …" }
  return code(.class("hash"), .title(digest)) { grouped }
}

/// What stands where a list is empty: says so and what to do.
package func emptyState(_ sentence: String, _ action: (String, Link)? = nil) -> some HTML {
  div(.class("empty")) {
    p { sentence }
    if let action { a(.class("button main"), .href(action.1)) { action.0 } }
  }
}

/// A bar of `part` in `whole`, drawn so that it prints.
package func bar(_ part: Int, of whole: Int) -> some HTML {
  let width = whole > 0 ? min(1000, part * 1000 / whole) : 0
  return svg(
    .class("bar"), .literal("viewBox", "0 0 1000 10"),
    .literal("preserveAspectRatio", "none"), .label("\(part) / \(whole)"), .role("img")
  ) {
    rect(.class("trough"), .data("width", "1000"), .data("height", "10"))
    rect(.class("fill"), .data("width", String(width)), .data("height", "10"))
  }
}
