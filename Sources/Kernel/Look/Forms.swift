package import HTML

/// A form that asks: its fields stand in the address, so a filter survives a reload.
package func getForm(
  _ target: Link, _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> some HTML {
  element("form", [.literal("method", "get"), .action(target)] + attributes, content())
}

/// A form that changes something. It always carries the anti-forgery token.
package func postForm(
  _ target: Link, _ formToken: String, _ attributes: Attribute...,
  @HTMLBuilder content: () -> Markup
) -> some HTML {
  element(
    "form", [.literal("method", "post"), .action(target)] + attributes,
    formContent(formToken, content()))
}

/// A form that sends files; the same token.
package func uploadForm(
  _ target: Link, _ formToken: String, _ attributes: Attribute...,
  @HTMLBuilder content: () -> Markup
) -> some HTML {
  element(
    "form",
    [
      .literal("method", "post"), .literal("enctype", "multipart/form-data"), .action(target),
    ] + attributes,
    formContent(formToken, content()))
}

@HTMLBuilder
private func formContent(_ formToken: String, _ content: Markup) -> some HTML {
  hiddenField("form-token", formToken)
  content
}

package func hiddenField(_ name: String, _ value: String) -> some HTML {
  input(.type("hidden"), .name(name), .value(value))
}

/// The kinds of one-line inputs the house uses.
package enum InputKind {
  case text, password, number, day, moment, search

  fileprivate var attribute: Attribute {
    switch self {
    case .text: .type("text")
    case .password: .type("password")
    case .number: .literal("inputmode", "numeric")
    case .day: .type("date")
    case .moment: .type("datetime-local")
    case .search: .type("search")
    }
  }
}

/// A labelled one-line input with its hint and its problem next to it.
///
/// - Parameter id: where a page has several inputs of this name; otherwise the name.
package func inputField(
  _ caption: String, _ name: String, _ value: String = "", kind: InputKind = .text,
  hint: String? = nil, problem: String? = nil, id: String? = nil, _ attributes: Attribute...
) -> some HTML {
  div(.class("field")) {
    label(.for(id ?? name)) { caption }
    voidElement(
      "input",
      [
        kind.attribute, .id(id ?? name), .name(name), .value(value),
        .data("aria-invalid", problem == nil ? nil : "true"),
        describedBy(id ?? name, hint, problem),
      ] + attributes)
    fieldNotes(id ?? name, hint, problem)
  }
}

/// A labelled text of several lines.
///
/// - Parameter id: where a page has several texts of this name; otherwise the name.
package func textField(
  _ caption: String, _ name: String, _ value: String = "", hint: String? = nil,
  problem: String? = nil, id: String? = nil, _ attributes: Attribute...
) -> some HTML {
  div(.class("field wide")) {
    label(.for(id ?? name)) { caption }
    element(
      "textarea",
      [
        .id(id ?? name), .name(name), .data("aria-invalid", problem == nil ? nil : "true"),
        describedBy(id ?? name, hint, problem),
      ] + attributes,
      "\n" + value)
    fieldNotes(id ?? name, hint, problem)
  }
}

/// A labelled choice of one.
///
/// - Parameter id: where a page has several choices of this name; otherwise the name.
package func selectField(
  _ caption: String, _ name: String, _ value: String, _ choices: [(value: String, label: String)],
  hint: String? = nil, problem: String? = nil, id: String? = nil
) -> some HTML {
  div(.class("field")) {
    label(.for(id ?? name)) { caption }
    select(
      .id(id ?? name), .name(name), .data("aria-invalid", problem == nil ? nil : "true"),
      describedBy(id ?? name, hint, problem)
    ) {
      each(choices) { choice in
        option(.value(choice.value), .flag("selected", choice.value == value)) { choice.label }
      }
    }
    fieldNotes(id ?? name, hint, problem)
  }
}

/// Ties a field to its hint and its problem, so that they are read out with it.
private func describedBy(_ id: String, _ hint: String?, _ problem: String?) -> Attribute {
  let notes = [hint.map { _ in "\(id)-hint" }, problem.map { _ in "\(id)-problem" }]
    .compactMap { $0 }
  return .data("aria-describedby", notes.isEmpty ? nil : notes.joined(separator: " "))
}

@HTMLBuilder
private func fieldNotes(_ id: String, _ hint: String?, _ problem: String?) -> some HTML {
  if let hint { p(.class("hint"), .id("\(id)-hint")) { hint } }
  if let problem { p(.class("problem"), .id("\(id)-problem")) { problem } }
}

/// What was wrong with a form as a whole, on top of it.
@HTMLBuilder
package func problemList(_ problems: [String]) -> some HTML {
  if !problems.isEmpty {
    div(.class("problems"), .role("alert")) {
      p { "没有保存，请改正后再提交：" }
      ul { each(problems) { problem in li { problem } } }
    }
  }
}

/// The button that sends a form: the one main action of its page.
package func submitButton(_ caption: String) -> some HTML {
  button(.class("button main"), .type("submit")) { caption }
}

/// The button that sends a form beside the page's main action: a filter, a small entry.
package func sideButton(_ caption: String) -> some HTML {
  button(.class("button"), .type("submit")) { caption }
}
