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

private struct MenuEntry {
  let label: String
  let link: Link
  let place: Place
}

private func menu(for actor: Actor) -> [(title: String, entries: [MenuEntry])] {
  func entry(_ permission: Permission, _ label: String, _ link: Link, _ place: Place) -> MenuEntry?
  {
    actor.may(permission) ? MenuEntry(label: label, link: link, place: place) : nil
  }
  let groups: [(String, [MenuEntry?])] = [
    ("", [entry(.signedIn, "工作台", .desk, .desk)]),
    (
      "我的机构",
      [entry(.ownPortal, "机构门户", .portal, .portal)]
    ),
    (
      "名录库",
      [
        entry(.readRegistry, "检验检测机构", .bodies, .bodies),
        entry(.readRegistry, "谁能检测", .capabilitySearch, .capabilities),
        entry(.readRegistry, "执法检查人员", .inspectors, .inspectors),
        entry(.readRegistry, "专家", .experts, .experts),
        entry(.changeRegistry, "移交", .handovers, .handovers),
        entry(.readRegistry, "事项清单", .items, .items),
        entry(.importFiles, "文件导入", .imports, .imports),
      ]
    ),
    (
      "抽查",
      [
        entry(.readPlans, "计划", .plans, .plans),
        entry(.readDraws, "抽取", .draws, .draws),
        entry(.readVisits, "自查", .selfChecks, .selfChecks),
        entry(.readVisits, "现场检查", .visits, .visits),
        entry(.readVisits, "整改", .rectifications, .rectifications),
      ]
    ),
    (
      "依据",
      [
        entry(.readRegistry, "规范性文件", .documents, .documents),
        entry(.readRegistry, "职责清单", .responsibilities, .responsibilities),
        entry(.readRegistry, "机关", .organisation, .organisation),
      ]
    ),
    ("公开", [entry(.readVisits, "公示", .publications, .publications)]),
    (
      "管理",
      [
        entry(.readAccounts, "账号与角色", .accounts, .accounts),
        entry(.readAccounts, "机关", .authorities, .authorities),
        entry(.readAccounts, "代码表", .codes, .codes),
        entry(.readSignIns, "登录记录", .signIns, .signIns),
        entry(.readJournal, "操作日志", .journal, .journal),
      ]
    ),
  ]
  return groups.compactMap { group in
    let entries = group.1.compactMap { $0 }
    return entries.isEmpty ? nil : (group.0, entries)
  }
}

private func sideMenu(_ frame: Frame, _ actor: Actor) -> some HTML {
  nav(.class("side"), .label("主菜单")) {
    mark(.desk)
    details(.class("menu"), .flag("open")) {
      summary { "菜单" }
      each(menu(for: actor)) { group in
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
    if let actor = frame.visitor, actor.may(.readRegistry) {
      getForm(.bodySearch, .class("find"), .role("search")) {
        input(
          .type("search"), .name("q"), .value(frame.search), .label("查找机构"),
          .data("placeholder", "查找机构：名称、曾用名、代码、证书、人员、地址"))
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
  let entries: [(String, Link, Place)] = [
    ("机构查询", .publicBodies, .publicBodies),
    ("谁能检测", .publicCapabilities, .publicCapabilities), ("检查计划", .publicPlans, .publicPlans),
    ("抽取公示", .publicDraws, .publicDraws), ("检查结果", .publicResults, .publicResults),
    ("验证", .publicVerify, .publicVerify), ("事项清单", .publicItems, .publicItems),
    ("规则", .publicRules, .publicRules),
  ]
  return html(.literal("lang", "zh-CN")) {
    documentHead(frame, heading)
    body(.class("open")) {
      a(.class("skip"), .href(Link("#main"))) { "跳到正文" }
      header(.class("top")) {
        mark(.home)
        nav(.label("公示菜单")) {
          each(entries) { entry in
            a(.href(entry.1), .current(entry.2 == frame.place)) { entry.0 }
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
          a(.href(Link.publicFairness)) { "抽得公平吗？" }
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
