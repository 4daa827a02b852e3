// One function per HTML element, so that markup reads like markup.

package func html(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("html", attributes, content())
}

package func head(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("head", attributes, content())
}

package func body(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("body", attributes, content())
}

package func title(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("title", attributes, content())
}

package func header(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("header", attributes, content())
}

package func footer(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("footer", attributes, content())
}

package func nav(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("nav", attributes, content())
}

package func main(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("main", attributes, content())
}

package func aside(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("aside", attributes, content())
}

package func section(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("section", attributes, content())
}

package func article(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("article", attributes, content())
}

package func div(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("div", attributes, content())
}

package func span(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("span", attributes, content())
}

package func p(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("p", attributes, content())
}

package func h1(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("h1", attributes, content())
}

package func h2(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("h2", attributes, content())
}

package func h3(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("h3", attributes, content())
}

package func h4(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("h4", attributes, content())
}

package func a(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("a", attributes, content())
}

package func b(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("b", attributes, content())
}

package func i(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("i", attributes, content())
}

package func em(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("em", attributes, content())
}

package func strong(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("strong", attributes, content())
}

package func small(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("small", attributes, content())
}

package func code(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("code", attributes, content())
}

package func time(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("time", attributes, content())
}

package func ol(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("ol", attributes, content())
}

package func ul(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("ul", attributes, content())
}

package func li(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("li", attributes, content())
}

package func dl(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("dl", attributes, content())
}

package func dt(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("dt", attributes, content())
}

package func dd(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("dd", attributes, content())
}

package func table(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("table", attributes, content())
}

package func caption(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("caption", attributes, content())
}

package func thead(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("thead", attributes, content())
}

package func tbody(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("tbody", attributes, content())
}

package func tfoot(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("tfoot", attributes, content())
}

package func tr(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("tr", attributes, content())
}

package func th(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("th", attributes, content())
}

package func td(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("td", attributes, content())
}

package func fieldset(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("fieldset", attributes, content())
}

package func legend(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("legend", attributes, content())
}

package func label(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("label", attributes, content())
}

package func button(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("button", attributes, content())
}

package func select(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("select", attributes, content())
}

package func option(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("option", attributes, content())
}

package func optgroup(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("optgroup", attributes, content())
}

package func textarea(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("textarea", attributes, content())
}

package func output(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("output", attributes, content())
}

package func details(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("details", attributes, content())
}

package func summary(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("summary", attributes, content())
}

package func figure(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("figure", attributes, content())
}

package func figcaption(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("figcaption", attributes, content())
}

package func address(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("address", attributes, content())
}

package func blockquote(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("blockquote", attributes, content())
}

package func pre(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("pre", attributes, content())
}

package func abbr(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("abbr", attributes, content())
}

package func svg(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("svg", attributes, content())
}

package func g(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("g", attributes, content())
}

package func progress(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("progress", attributes, content())
}

package func meter(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("meter", attributes, content())
}

package func script(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Markup
) -> Markup {
  element("script", attributes, content())
}

// Elements without content.

package func meta(_ attributes: Attribute...) -> Markup {
  voidElement("meta", attributes)
}

package func link(_ attributes: Attribute...) -> Markup {
  voidElement("link", attributes)
}

package func input(_ attributes: Attribute...) -> Markup {
  voidElement("input", attributes)
}

package func br(_ attributes: Attribute...) -> Markup {
  voidElement("br", attributes)
}

package func hr(_ attributes: Attribute...) -> Markup {
  voidElement("hr", attributes)
}

package func img(_ attributes: Attribute...) -> Markup {
  voidElement("img", attributes)
}

package func col(_ attributes: Attribute...) -> Markup {
  voidElement("col", attributes)
}

// Shapes of SVG, closed by an end tag as XML asks.

package func line(_ attributes: Attribute...) -> Markup {
  element("line", attributes, Markup())
}

package func circle(_ attributes: Attribute...) -> Markup {
  element("circle", attributes, Markup())
}

package func rect(_ attributes: Attribute...) -> Markup {
  element("rect", attributes, Markup())
}

package func path(_ attributes: Attribute...) -> Markup {
  element("path", attributes, Markup())
}

package func polyline(_ attributes: Attribute...) -> Markup {
  element("polyline", attributes, Markup())
}

package func polygon(_ attributes: Attribute...) -> Markup {
  element("polygon", attributes, Markup())
}

package func use(_ attributes: Attribute...) -> Markup {
  element("use", attributes, Markup())
}
