/// A name with a value; a value of `nil` leaves the attribute out.
package struct Attribute {
  fileprivate let name: StaticString
  fileprivate let value: Value

  fileprivate enum Value {
    case absent
    case flag
    case text(String)
    case literal(StaticString)
  }

  fileprivate init(_ name: StaticString, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// An attribute whose value is only data; `href`, `src`, `action` take a `LinkTarget` instead.
  package static func data(_ name: StaticString, _ value: String?) -> Attribute {
    Attribute(name, value.map { .text($0) } ?? .absent)
  }

  package static func flag(_ name: StaticString, _ isOn: Bool = true) -> Attribute {
    Attribute(name, isOn ? .flag : .absent)
  }

  package static func literal(_ name: StaticString, _ value: StaticString) -> Attribute {
    Attribute(name, .literal(value))
  }

  /// How many bytes it takes.
  var size: Int {
    switch value {
    case .absent: 0
    case .flag: name.utf8CodeUnitCount + 1
    case .text(let text): name.utf8CodeUnitCount + 4 + Writer.size(of: text)
    case .literal(let text): name.utf8CodeUnitCount + 4 + text.utf8CodeUnitCount
    }
  }

  fileprivate func write(to writer: inout Writer) {
    switch value {
    case .absent: return
    case .flag:
      writer.markup(" ")
      writer.markup(name)
    case .text(let text):
      open(&writer)
      writer.text(text)
      writer.markup("\"")
    case .literal(let text):
      open(&writer)
      writer.markup(text)
      writer.markup("\"")
    }
  }

  private func open(_ writer: inout Writer) {
    writer.markup(" ")
    writer.markup(name)
    writer.markup("=\"")
  }
}

/// An address that a page may point to. Only the application's links and known hosts make one.
package protocol LinkTarget {
  var address: String { get }
}

extension Attribute {
  package static func href(_ target: some LinkTarget) -> Attribute {
    Attribute("href", .text(target.address))
  }
  package static func src(_ target: some LinkTarget) -> Attribute {
    Attribute("src", .text(target.address))
  }
  package static func action(_ target: some LinkTarget) -> Attribute {
    Attribute("action", .text(target.address))
  }
  package static func `class`(_ name: StaticString) -> Attribute { .literal("class", name) }
  package static func classes(_ names: String?) -> Attribute { .data("class", names) }
  package static func id(_ name: String) -> Attribute { .data("id", name) }
  package static func name(_ name: String) -> Attribute { .data("name", name) }
  package static func value(_ value: String?) -> Attribute { .data("value", value) }
  package static func type(_ name: StaticString) -> Attribute { .literal("type", name) }
  package static func `for`(_ id: String) -> Attribute { .data("for", id) }
  package static func label(_ text: String) -> Attribute { .data("aria-label", text) }
  package static func title(_ text: String?) -> Attribute { .data("title", text) }
  package static func scope(_ name: StaticString) -> Attribute { .literal("scope", name) }
  package static func role(_ name: StaticString) -> Attribute { .literal("role", name) }
  package static func current(_ isCurrent: Bool) -> Attribute {
    isCurrent ? .literal("aria-current", "page") : Attribute("aria-current", .absent)
  }
}

/// An element with content.
package func element(
  _ name: StaticString, _ attributes: [Attribute], _ content: some HTML
) -> Markup {
  Markup(name, attributes, content.markup)
}

package func element(
  _ name: StaticString, _ attributes: [Attribute], _ content: Markup
) -> Markup {
  Markup(name, attributes, content)
}

/// An element that has no content and no end tag.
package func voidElement(_ name: StaticString, _ attributes: [Attribute]) -> Markup {
  Markup(name, attributes, Markup(), isVoid: true)
}

extension Writer {
  mutating func startTag(_ name: StaticString, _ attributes: [Attribute]) {
    markup("<")
    markup(name)
    for attribute in attributes { attribute.write(to: &self) }
    markup(">")
  }

  mutating func endTag(_ name: StaticString) {
    markup("</")
    markup(name)
    markup(">")
  }
}
