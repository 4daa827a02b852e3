package import HTML
internal import Supervision

// The frames around every page: the office (menu at the side), the open house (menu on top),
// and the bare sheet (print, sign-in).

private func documentHead(_ frame: Frame, _ heading: String) -> some HTML {
  head {
    meta(.literal("charset", "utf-8"))
    meta(.literal("name", "viewport"), .literal("content", "width=device-width, initial-scale=1"))
    title { "\(heading) · 明察" }
    link(.literal("rel", "stylesheet"), .href(frame.styleSheet))
    link(.literal("rel", "icon"), .literal("href", "data:,"))
    script(.src(frame.script), .flag("defer")) {}
  }
}

private func mark(_ target: Link) -> some HTML {
  a(.class("mark"), .href(target)) {
    b { "明" }
    span { "明察" }
  }
}

@HTMLBuilder
private func doneMessage(_ frame: Frame) -> some HTML {
  if let done = frame.done {
    p(.class("done"), .role("status")) { done.sentence }
  }
}

private func menu(_ frame: Frame, for actor: Actor) -> [(title: String, entries: [MenuEntry])] {
  MenuGroup.allCases.filter { $0 != .open }.compactMap { group in
    let entries = frame.rooms.menu.filter { $0.group == group && actor.may($0.permission) }
    return entries.isEmpty ? nil : (group.rawValue, entries)
  }
}

private func sideMenu(_ frame: Frame, _ actor: Actor) -> some HTML {
  nav(.class("side"), .label("主菜单")) {
    mark(.desk)
    details(.class("menu"), .flag("open")) {
      summary { "菜单" }
      each(menu(frame, for: actor)) { group in
        if !group.title.isEmpty { small { group.title } }
        each(group.entries) { entry in
          a(.href(entry.link), .current(entry.place == frame.place)) { entry.label }
        }
      }
      small { "公众可见" }
      a(.href(Link.home)) { "公示首页" }
    }
  }
}

private func signOutForm(_ frame: Frame) -> some HTML {
  postForm(.signOut, frame.formToken, .class("inline")) {
    button(.class("plain"), .type("submit")) { "退出" }
  }
}

/// A page of the office: menu, where-am-I, search, the person's authority.
package func officePage(
  _ frame: Frame, _ heading: String, trail: [(String, Link)] = [],
  @HTMLBuilder content: () -> Markup
) -> some HTML {
  let content = content()
  return html(.literal("lang", "zh-CN")) {
    documentHead(frame, heading)
    body(.class("office")) {
      a(.class("skip"), .href(Link("#main"))) { "跳到正文" }
      if let actor = frame.visitor { sideMenu(frame, actor) }
      div(.class("room")) {
        officeBar(frame, trail)
        main(.id("main")) {
          doneMessage(frame)
          content
        }
      }
    }
  }
}

private func officeBar(_ frame: Frame, _ trail: [(String, Link)]) -> some HTML {
  header(.class("bar")) {
    nav(.class("trail"), .label("当前位置")) {
      each(trail) { step in
        a(.href(step.1)) { step.0 }
        span(.literal("aria-hidden", "true")) { "›" }
      }
    }
    if let actor = frame.visitor, let box = frame.rooms.searchBox, actor.may(box.permission) {
      getForm(box.link, .class("find"), .role("search")) {
        input(
          .type("search"), .name("q"), .value(frame.search), .label(box.label),
          .data("placeholder", box.placeholder))
      }
    }
    if let actor = frame.visitor {
      div(.class("who")) {
        a(.href(Link.account)) { actor.name }
        span(.class("quiet small")) { whereFrom(actor) }
        signOutForm(frame)
      }
    }
  }
}

private func whereFrom(_ actor: Actor) -> String {
  let roles = actor.roles.sorted().map(\.label).joined(separator: "、")
  return [actor.authority?.name, roles].compactMap { $0 }.joined(separator: " · ")
}

/// A page for everybody: no account, air, the menu on top.
package func openPage(
  _ frame: Frame, _ heading: String, @HTMLBuilder content: () -> Markup
) -> some HTML {
  let content = content()
  let entries = frame.rooms.menu.filter { $0.group == .open }
  return html(.literal("lang", "zh-CN")) {
    documentHead(frame, heading)
    body(.class("open")) {
      a(.class("skip"), .href(Link("#main"))) { "跳到正文" }
      header(.class("top")) {
        mark(.home)
        nav(.label("公示菜单")) {
          each(entries) { entry in
            a(.href(entry.link), .current(entry.place == frame.place)) { entry.label }
          }
        }
        if frame.visitor == nil {
          a(.href(Link.signIn)) { "登录" }
        } else {
          a(.href(Link.desk)) { "工作台" }
        }
      }
      main(.id("main")) {
        doneMessage(frame)
        content
      }
      footer(.class("foot")) {
        p {
          "明察 · 检验检测机构“双随机、一公开”监管。抽取记录人人可验证。"
          each(frame.rooms.footer) { entry in a(.href(entry.link)) { entry.label } }
        }
      }
    }
  }
}

/// A page without menus: the sign-in page, a notice to print, the ceremony's big screen.
package func barePage(
  _ frame: Frame, _ heading: String, @HTMLBuilder content: () -> Markup
) -> some HTML {
  let content = content()
  return html(.literal("lang", "zh-CN")) {
    documentHead(frame, heading)
    body(.class("bare")) {
      main(.id("main")) {
        doneMessage(frame)
        content
      }
    }
  }
}
