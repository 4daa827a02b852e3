internal import Accounts
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// Why the demo stopped: a page said no to something that should work.
package struct DemoFault: Error, CustomStringConvertible {
  package let description: String
}

/// A person of the demo at a browser: everything goes through the same routes, forms, permissions
/// and rules as for anybody. Only the password check is left out; it would take most of the time.
final class DemoBrowser {
  private let house: House
  private let login: String
  private var token = ""
  private var signedInAt: Instant?

  init(_ login: String, _ house: House) {
    self.login = login
    self.house = house
  }

  /// - Throws: `DemoFault` unless the page is there.
  func get(_ address: String) throws -> [UInt8] {
    let answer = try send(.get, address, Fields())
    guard answer.status == 200, case .bytes(let bytes) = answer.body else {
      throw fault(address, answer)
    }
    return bytes
  }

  /// Opens a page, fills in its form that goes to `action`, and sends it.
  ///
  /// - Parameters:
  ///   - fill: fields to set; the others keep what the page shows.
  ///   - adding: boxes to tick, besides those the page shows ticked.
  /// - Returns: where the answer leads; the page itself when it answers with one.
  /// - Throws: `DemoFault` with what the page complained about.
  @discardableResult
  func submit(
    _ page: String, to action: String, _ fill: [(String, String)] = [],
    adding: [(String, String)] = []
  ) throws -> String {
    let path = String(page.prefix { $0 != "?" })
    guard
      var form = DemoForm.forms(in: try get(page)).first(where: {
        ($0.action.isEmpty ? path : $0.action) == action
      })
    else {
      throw DemoFault(description: "\(login): 页面 \(page) 上没有提交到 \(action) 的表单")
    }
    for (name, value) in fill { form.set(name, value) }
    return try post(action, form.fields + adding)
  }

  private func post(_ address: String, _ fields: [(String, String)]) throws -> String {
    let answer = try send(.post, address, Fields(fields))
    switch answer.status {
    case 303: return answer.header("Location") ?? ""
    case 200: return address
    default: throw fault(address, answer)
    }
  }

  private func send(_ method: Method, _ address: String, _ form: Fields) throws -> Response {
    try signIn()
    let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
    let query = Fields.parse(urlEncoded: Array((parts.count > 1 ? parts[1] : "").utf8)) ?? Fields()
    return house.handle(
      Request(
        method: method, path: parts[0], query: query, form: form,
        headers: [("Cookie", "\(House.sessionCookie)=\(token)"), ("User-Agent", "演示")]))
  }

  private func signIn() throws {
    let now = house.now()
    if let signedInAt, now < signedInAt.adding(minutes: 60), now >= signedInAt { return }
    guard let actor = try house.store.read({ try Accounts.actor(login: login, $0) }) else {
      throw DemoFault(description: "没有账号 \(login)")
    }
    token = try Accounts.openSession(
      for: actor, address: "127.0.0.1", agent: "演示", house: house)
    signedInAt = now
  }

  private func fault(_ address: String, _ answer: Response) -> DemoFault {
    var text = ""
    if case .bytes(let bytes) = answer.body { text = String(decoding: bytes, as: UTF8.self) }
    let words = text.split(separator: "<").compactMap { $0.split(separator: ">").dropFirst().first }
      .map(String.init).filter { !$0.isEmpty && $0 != " " }
    return DemoFault(
      description: "\(login) \(house.now().local) \(address)：\(answer.status) "
        + words.joined(separator: " ").suffix(1200))
  }
}
