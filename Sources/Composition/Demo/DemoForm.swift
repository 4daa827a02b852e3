internal import HTTP
internal import Kernel

/// A form as it stands in one of our pages, with the values it would send.
///
/// Reads only the markup this house writes: quoted attributes, no nesting of forms.
struct DemoForm {
  let action: String
  private(set) var fields: [(String, String)]

  /// The forms of a page, in order.
  static func forms(in page: [UInt8]) -> [DemoForm] {
    var scanner = MarkupScanner(page)
    var forms: [DemoForm] = []
    var current: DemoForm?
    var select: String?
    var area: (name: String, from: Int)?
    while let tag = scanner.nextTag() {
      switch tag.name {
      case "form": current = DemoForm(action: tag["action"] ?? "", fields: [])
      case "/form":
        if let current { forms.append(current) }
        current = nil
      case "input":
        guard let name = tag["name"] else { break }
        let isChoice = ["checkbox", "radio"].contains(tag["type"])
        if !isChoice || tag["checked"] != nil { current?.fields.append((name, tag["value"] ?? "")) }
      case "select": select = tag["name"]
      case "/select": select = nil
      case "option":
        if let select, tag["selected"] != nil { current?.set(select, tag["value"] ?? "") }
      case "textarea": area = tag["name"].map { ($0, scanner.position) }
      case "/textarea":
        if let started = area {
          let text = scanner.text(from: started.from, to: tag.start)
          current?.fields.append(
            (started.name, text.hasPrefix("\n") ? String(text.dropFirst()) : text))
        }
        area = nil
      default: break
      }
    }
    return forms
  }

  /// Sets a field to one value.
  mutating func set(_ name: String, _ value: String) {
    fields.removeAll { $0.0 == name }
    fields.append((name, value))
  }

  subscript(name: String) -> String? { fields.first { $0.0 == name }?.1 }
}

/// Walks over the tags of a page.
private struct MarkupScanner {
  struct Tag {
    let name: String
    let start: Int
    var attributes: [(String, String)]
    subscript(name: String) -> String? { attributes.first { $0.0 == name }?.1 }
  }

  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func text(from start: Int, to end: Int) -> String {
    Self.unescaped(String(decoding: bytes[start..<end], as: UTF8.self))
  }

  mutating func nextTag() -> Tag? {
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    guard position < bytes.count else { return nil }
    let start = position
    position += 1
    var tag = Tag(name: word(), start: start, attributes: [])
    while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
      if bytes[position] == UInt8(ascii: " ") {
        position += 1
        continue
      }
      let name = word()
      guard !name.isEmpty else {
        position += 1
        continue
      }
      var value = ""
      if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "=") {
        position += 2
        let from = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") { position += 1 }
        value = text(from: from, to: position)
        position += 1
      }
      tag.attributes.append((name, value))
    }
    position += 1
    return tag
  }

  private mutating func word() -> String {
    let from = position
    let ends = [UInt8(ascii: " "), UInt8(ascii: ">"), UInt8(ascii: "=")]
    while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
    return String(decoding: bytes[from..<position], as: UTF8.self)
  }

  private static func unescaped(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var result = text
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      result = result.split(separator: entity, omittingEmptySubsequences: false)
        .joined(separator: character)
    }
    return result
  }
}
