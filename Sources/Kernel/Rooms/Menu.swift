/// Where in the application a page stands; the menu marks it. Every room declares its own.
package struct Place: Sendable, Equatable {
  let code: String

  package init(_ code: String) { self.code = code }

  package static let desk = Place("desk")
  package static let account = Place("account")
  package static let nowhere = Place("")
}

/// A heading of the office's menu, or the menu of the public pages.
package enum MenuGroup: String, CaseIterable, Sendable {
  case desk = ""
  case own = "我的机构"
  case registry = "名录库"
  case inspection = "抽查"
  case basis = "依据"
  case publication = "公开"
  case administration = "管理"
  /// On top of the pages for everybody.
  case open = "公示"
}

/// An entry of a menu. Inside a group the order is that of the rooms.
package struct MenuEntry: Sendable {
  package let group: MenuGroup
  package let label: String
  package let link: Link
  package let place: Place
  /// Who sees it.
  package let permission: Permission

  package init(
    _ group: MenuGroup, _ label: String, _ link: Link, _ place: Place, _ permission: Permission
  ) {
    self.group = group
    self.label = label
    self.link = link
    self.place = place
    self.permission = permission
  }

  /// An entry of the pages for everybody.
  package static func open(_ label: String, _ link: Link, _ place: Place) -> MenuEntry {
    MenuEntry(.open, label, link, place, .anyone)
  }
}

/// The search field on top of every page of the office.
package struct SearchBox: Sendable {
  package let link: Link
  package let label: String
  package let placeholder: String
  package let permission: Permission

  package init(link: Link, label: String, placeholder: String, permission: Permission) {
    self.link = link
    self.label = label
    self.placeholder = placeholder
    self.permission = permission
  }
}

/// A link at the foot of the pages for everybody.
package struct FooterLink: Sendable {
  package let label: String
  package let link: Link

  package init(_ label: String, _ link: Link) {
    self.label = label
    self.link = link
  }
}
