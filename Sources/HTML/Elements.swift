// One function per HTML element, so that markup reads like markup.

package func html<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("html", attributes, content())
}

package func head<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("head", attributes, content())
}

package func body<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("body", attributes, content())
}

package func title<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("title", attributes, content())
}

package func header<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("header", attributes, content())
}

package func footer<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("footer", attributes, content())
}

package func nav<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("nav", attributes, content())
}

package func main<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("main", attributes, content())
}

package func aside<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("aside", attributes, content())
}

package func section<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("section", attributes, content())
}

package func article<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("article", attributes, content())
}

package func div<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("div", attributes, content())
}

package func span<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("span", attributes, content())
}

package func p<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("p", attributes, content())
}

package func h1<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("h1", attributes, content())
}

package func h2<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("h2", attributes, content())
}

package func h3<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("h3", attributes, content())
}

package func h4<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("h4", attributes, content())
}

package func a<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("a", attributes, content())
}

package func b<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("b", attributes, content())
}

package func i<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("i", attributes, content())
}

package func em<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("em", attributes, content())
}

package func strong<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("strong", attributes, content())
}

package func small<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("small", attributes, content())
}

package func code<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("code", attributes, content())
}

package func time<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("time", attributes, content())
}

package func ol<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("ol", attributes, content())
}

package func ul<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("ul", attributes, content())
}

package func li<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("li", attributes, content())
}

package func dl<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("dl", attributes, content())
}

package func dt<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("dt", attributes, content())
}

package func dd<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("dd", attributes, content())
}

package func table<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("table", attributes, content())
}

package func caption<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("caption", attributes, content())
}

package func thead<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("thead", attributes, content())
}

package func tbody<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("tbody", attributes, content())
}

package func tfoot<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("tfoot", attributes, content())
}

package func tr<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("tr", attributes, content())
}

package func th<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("th", attributes, content())
}

package func td<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("td", attributes, content())
}

package func fieldset<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("fieldset", attributes, content())
}

package func legend<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("legend", attributes, content())
}

package func label<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("label", attributes, content())
}

package func button<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("button", attributes, content())
}

package func select<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("select", attributes, content())
}

package func option<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("option", attributes, content())
}

package func optgroup<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("optgroup", attributes, content())
}

package func textarea<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("textarea", attributes, content())
}

package func output<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("output", attributes, content())
}

package func details<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("details", attributes, content())
}

package func summary<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("summary", attributes, content())
}

package func figure<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("figure", attributes, content())
}

package func figcaption<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("figcaption", attributes, content())
}

package func address<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("address", attributes, content())
}

package func blockquote<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("blockquote", attributes, content())
}

package func pre<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("pre", attributes, content())
}

package func abbr<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("abbr", attributes, content())
}

package func svg<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("svg", attributes, content())
}

package func g<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("g", attributes, content())
}

package func svgText<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("text", attributes, content())
}

package func progress<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("progress", attributes, content())
}

package func meter<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("meter", attributes, content())
}

package func script<Content: HTML>(
  _ attributes: Attribute..., @HTMLBuilder content: () -> Content
) -> Element<Content> {
  Element("script", attributes, content())
}

// Elements without content.

package func meta(_ attributes: Attribute...) -> VoidElement {
  VoidElement("meta", attributes)
}

package func link(_ attributes: Attribute...) -> VoidElement {
  VoidElement("link", attributes)
}

package func input(_ attributes: Attribute...) -> VoidElement {
  VoidElement("input", attributes)
}

package func br(_ attributes: Attribute...) -> VoidElement {
  VoidElement("br", attributes)
}

package func hr(_ attributes: Attribute...) -> VoidElement {
  VoidElement("hr", attributes)
}

package func img(_ attributes: Attribute...) -> VoidElement {
  VoidElement("img", attributes)
}

package func col(_ attributes: Attribute...) -> VoidElement {
  VoidElement("col", attributes)
}

// Shapes of SVG, closed by an end tag as XML asks.

package func line(_ attributes: Attribute...) -> Element<Empty> {
  Element("line", attributes, Empty())
}

package func circle(_ attributes: Attribute...) -> Element<Empty> {
  Element("circle", attributes, Empty())
}

package func rect(_ attributes: Attribute...) -> Element<Empty> {
  Element("rect", attributes, Empty())
}

package func path(_ attributes: Attribute...) -> Element<Empty> {
  Element("path", attributes, Empty())
}

package func polyline(_ attributes: Attribute...) -> Element<Empty> {
  Element("polyline", attributes, Empty())
}

package func polygon(_ attributes: Attribute...) -> Element<Empty> {
  Element("polygon", attributes, Empty())
}

package func use(_ attributes: Attribute...) -> Element<Empty> {
  Element("use", attributes, Empty())
}
