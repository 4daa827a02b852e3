package import HTML
package import HTTP

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

/// Where a page of a list begins that is read by key: beyond one of its records.
///
/// As fast at the end of a long list as at its beginning, and no record is shown twice or left out
/// when others come and go between two pages.
package enum ListPlace: Sendable, Equatable {
  case start
  case after(Int)
  case before(Int)

  package init(_ query: Fields) {
    if let number = query["after"].flatMap({ Int($0) }) {
      self = .after(number)
    } else if let number = query["before"].flatMap({ Int($0) }) {
      self = .before(number)
    } else {
      self = .start
    }
  }

  /// The record beyond which the page begins.
  package var record: Int? {
    switch self {
    case .start: nil
    case .after(let number), .before(let number): number
    }
  }

  package var isBackwards: Bool { if case .before = self { true } else { false } }
}

/// One page of a list that is read by key.
package struct KeyPage<Element: Sendable>: Sendable {
  package let rows: [Element]
  let count: BoundedCount
  /// Whether there are records before the first row and after the last.
  package let hasEarlier: Bool
  let hasLater: Bool

  /// - Parameter found: in the order of reading, one more than a page where there are more.
  package init(_ found: [Element], from place: ListPlace, count: BoundedCount) {
    let hasMore = found.count > Paging.pageSize
    let page = Array(found.prefix(Paging.pageSize))
    rows = place.isBackwards ? page.reversed() : page
    self.count = count
    hasEarlier = place.isBackwards ? hasMore : place != .start
    hasLater = place.isBackwards || hasMore
  }
}

/// Links to the neighbouring pages of a list that is read by key.
///
/// - Parameter ends: the records of the first and the last row.
package func pager<Element>(
  _ page: KeyPage<Element>, ends: (first: Int, last: Int)?, _ link: Link,
  _ filters: [(String, String)]
) -> some HTML {
  nav(.class("pager"), .label("分页")) {
    span { "共 \(page.count.text) 条" }
    if page.hasEarlier {
      a(.href(link.with(filters))) { "第一页" }
      if let ends {
        a(.href(link.with(filters + [("before", String(ends.first))]))) { "上一页" }
      }
    }
    if page.hasLater, let ends {
      a(.href(link.with(filters + [("after", String(ends.last))]))) { "下一页" }
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
