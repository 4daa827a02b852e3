package import HTML

/// One page of a longer list, with the filters that made it.
package struct Paging: Sendable {
  package static let pageSize = 50
  /// Counted from 1.
  package let page: Int
  package let total: Int

  package init(page: Int, total: Int) {
    self.page = page
    self.total = total
  }

  package var pages: Int { max(1, (total + Paging.pageSize - 1) / Paging.pageSize) }
  package static func offset(_ page: Int) -> Int { (page - 1) * pageSize }

  /// The page number of an address; anything odd is page 1.
  package static func page(_ text: String?) -> Int {
    guard let text, let number = Int(text), (1...100_000).contains(number) else { return 1 }
    return number
  }
}

/// Links to the neighbouring pages of a list. `link` is the list's address, `filters` its query.
package func pager(_ paging: Paging, _ link: Link, _ filters: [(String, String)]) -> some HTML {
  nav(.class("pager"), .label("分页")) {
    span { "共 \(paging.total) 条，第 \(paging.page) / \(paging.pages) 页" }
    if paging.page > 1 {
      a(.href(link.with(filters + [("page", String(paging.page - 1))]))) { "上一页" }
    }
    if paging.page < paging.pages {
      a(.href(link.with(filters + [("page", String(paging.page + 1))]))) { "下一页" }
    }
  }
}

/// A column heading that sorts the list by its key.
package func sortHeading(
  _ caption: String, key: String, current: String, _ link: Link, _ filters: [(String, String)]
) -> some HTML {
  th(.scope("col"), .data("aria-sort", current == key ? "ascending" : nil)) {
    a(.href(link.with(filters.filter { $0.0 != "sort" && $0.0 != "page" } + [("sort", key)]))) {
      caption
    }
  }
}

/// A plain column heading. A column of buttons or links needs none and heads nothing.
@HTMLBuilder
package func heading(_ caption: String, isNumber: Bool = false) -> some HTML {
  if caption.isEmpty {
    td {}
  } else {
    th(.scope("col"), .classes(isNumber ? "num" : nil)) { caption }
  }
}
