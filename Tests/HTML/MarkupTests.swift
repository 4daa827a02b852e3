import HTML
import Testing

private func text(_ markup: some HTML) -> String {
  String(decoding: markup.fragment(), as: UTF8.self)
}

private struct Target: LinkTarget {
  let address: String
}

@Suite("Markup")
struct MarkupTests {
  @Test(
    "text stays text wherever it stands",
    arguments: [
      ("plain 明察", "plain 明察"), ("<b>", "&lt;b&gt;"), ("&amp;", "&amp;amp;"),
      ("\"it's\"", "&quot;it&#39;s&quot;"), ("a<", "a&lt;"), ("<", "&lt;"), ("", ""),
      ("\u{0}?", "\u{0}?"),
    ])
  func escaping(_ given: String, _ expected: String) {
    #expect(text(given) == expected)
    #expect(text(p { given }) == "<p>\(expected)</p>")
    #expect(text(p(.title(given)) {}) == "<p title=\"\(expected)\"></p>")
    #expect(text(a(.href(Target(address: given))) {}) == "<a href=\"\(expected)\"></a>")
    let joined = div {
      given
      given
      b { given }
    }
    #expect(text(joined) == "<div>\(expected)\(expected)<b>\(expected)</b></div>")
  }

  @Test("attributes keep their order; an absent one leaves no trace")
  func attributes() {
    let made = input(
      .type("text"), .value(nil), .flag("required"), .flag("checked", false), .name("q"))
    #expect(text(made) == "<input type=\"text\" required name=\"q\">")
  }

  @Test("branches, optional parts and lists write what they hold, in order")
  func flow() {
    func page(_ names: [String], _ note: String?) -> some HTML {
      ul {
        if names.isEmpty {
          li { "nobody" }
        } else {
          each(names) { name in
            li { name }
            "·"
          }
        }
        if let note { li(.class("note")) { note } }
        3
        note
      }
    }
    #expect(text(page([], nil)) == "<ul><li>nobody</li>3</ul>")
    #expect(
      text(page(["a", "b"], "&"))
        == "<ul><li>a</li>·<li>b</li>·<li class=\"note\">&amp;</li>3&amp;</ul>")
  }

  @Test("one piece may stand in several places")
  func sharing() {
    let piece = b { "x" }
    let page = div {
      piece
      p { piece }
      piece
    }
    #expect(text(page) == "<div><b>x</b><p><b>x</b></p><b>x</b></div>")
    #expect(text(piece) == "<b>x</b>")
  }

  @Test("a long page keeps the order of its pieces", arguments: [0, 1, 100, 1000, 5000])
  func long(_ count: Int) {
    let page = div(.class("outer")) {
      "<"
      p {
        each(0..<count) { number in
          b { number }
          "&"
        }
      }
      ">"
    }
    let inner = (0..<count).map { "<b>\($0)</b>&amp;" }.joined()
    #expect(text(page) == "<div class=\"outer\">&lt;<p>\(inner)</p>&gt;</div>")
    #expect(text(section { page }) == "<section>\(text(page))</section>")
  }

  @Test("a document begins with its doctype")
  func document() {
    let bytes = html(.literal("lang", "zh-CN")) { body {} }.document()
    let expected = "<!doctype html>\n<html lang=\"zh-CN\"><body></body></html>"
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test("shapes are closed by an end tag, void elements by none")
  func shapes() {
    let drawing = svg {
      rect(.data("width", "1"))
      TrustedMarkup("<g/>")
    }
    #expect(text(drawing) == "<svg><rect width=\"1\"></rect><g/></svg>")
    #expect(text(br()) == "<br>")
  }
}
