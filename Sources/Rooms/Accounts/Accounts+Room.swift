package import Kernel
internal import Storage
internal import Supervision

extension Accounts {
  /// What the application knows of this room.
  package static let room = Room(
    "account", "账号",
    routes: routes + Authorities.routes,
    menu: [
      MenuEntry(.administration, "账号与角色", .accounts, .accounts, .readAccounts),
      MenuEntry(.basis, "机关", .organisation, .organisation, .readRegistry),
      MenuEntry(.administration, "机关", .authorities, .authorities, .readAccounts),
      MenuEntry(.administration, "登录记录", .signIns, .signIns, .readSignIns),
    ],
    flashes: [.signedOut, .unlocked, .lent, .takenBack],
    actions: [
      JournalAction("account.sign-in", "登录", disturbsImports: false),
      JournalAction("account.sign-in-failed", "登录失败", disturbsImports: false),
      JournalAction("account.lock", "账号锁定", disturbsImports: false),
      JournalAction("account.sign-out", "退出", disturbsImports: false),
      JournalAction("account.sign-out-everywhere", "全部退出"),
      JournalAction("account.password", "修改密码", disturbsImports: false),
      JournalAction("account.reset-password", "重置密码"),
      JournalAction("account.create", "建立账号"),
      JournalAction("account.roles", "分配角色"),
      JournalAction("account.session-end", "结束登录"),
      JournalAction("account.second-factor", "设置动态口令", disturbsImports: false),
      JournalAction("account.second-factor-remove", "解除自己的动态口令"),
      JournalAction("account.second-factor-reset", "解除动态口令"),
      JournalAction("account.recovery-codes", "换一套恢复码"),
      JournalAction("account.rules", "修改账号规则"),
      JournalAction("account.lend", "委托角色"),
      JournalAction("account.lend-end", "结束委托"),
      JournalAction("account.link", "关联统一身份认证"),
      JournalAction("account.unlink", "解除统一身份认证"),
      JournalAction("account.unlock", "解锁账号"),
      JournalAction("account.rescue", "在本机恢复登录"),
      JournalAction("account.end", "停用账号"),
      JournalAction("account.inspector", "关联检查人员"),
      JournalAction("authority.create", "登记机关"),
      JournalAction("authority.edit", "修改机关"),
      JournalAction("authority.end", "撤销机关"),
      JournalAction("authority.office", "增加处室"),
      JournalAction("authority.office-end", "撤销处室"),
      JournalAction("house.set-up", "初始化"),
    ],
    facts: [
      .words("acting-as", "代行角色") { Role(rawValue: $0)?.label },
      .words("role", "角色") { Role(rawValue: $0)?.label },
      .words("roles", "角色") { Role(rawValue: $0)?.label },
      .day("from", "起"), .day("until", "止"), .day("day", "日期"),
      JournalFact("authority", "单位"),
    ] + AccountRule.allCases.map { JournalFact($0.rawValue, $0.label) },
    subjects: [
      JournalSubject("account", "账号") { id in
        """
        SELECT coalesce(t.region, b.region) AS region, t.department,
          CASE WHEN t.level IN ('unit', 'station') THEN t.id END AS unit
        FROM accounts a LEFT JOIN authorities t ON t.id = a.authority
        LEFT JOIN bodies b ON b.id = a.body
        WHERE coalesce(t.region, b.region) IS NOT NULL AND a.id = \(id)
        """
      },
      JournalSubject("authority", "机关"), JournalSubject("house", "系统"),
    ],
    datasets: [AuthorityLibrary()],
    states: [SignInGuard.self, SignInProvider.self],
    visitor: { try visitor(token: $0, house: $1) },
    contributions: [
      ClauseTarget("organisation", "机关与支撑单位", .organisation, at: 20),
      ClauseTarget("accounts", "账号与角色", .accounts, at: 51, .readAccounts),
    ])
}

extension Place {
  static let accounts = Place("accounts")
  static let authorities = Place("authorities")
  static let organisation = Place("organisation")
  static let signIns = Place("signIns")
}

extension Permission {
  package static let readAccounts = Permission(
    "readAccounts", [.systemAdministrator, .securityAdministrator])
  package static let manageAccounts = Permission("manageAccounts", [.systemAdministrator])
  package static let assignRoles = Permission("assignRoles", [.securityAdministrator])
  /// Who signed in from where, and who failed to.
  package static let readSignIns = Permission(
    "readSignIns", [.systemAdministrator, .securityAdministrator, .auditAdministrator])
}

extension Flash {
  static let signedOut = Flash("signed-out", "已退出登录。")
  static let unlocked = Flash("unlocked", "账号已解锁。")
  static let lent = Flash("lent", "已委托。")
  static let takenBack = Flash("taken-back", "委托已结束。")
}

/// Where people may also sign in beside the form, if anywhere.
package final class SignInProvider: RoomState {
  package let provider: IdentityProvider?

  package init(_ provider: IdentityProvider?) { self.provider = provider }

  package convenience init(_ setup: RoomSetup) { self.init(nil) }
}

extension House {
  /// Who guesses passwords.
  var signInGuard: SignInGuard { state(SignInGuard.self) }
  /// Where people may also sign in; nil when none is set up.
  var provider: IdentityProvider? { state(SignInProvider.self).provider }
}
