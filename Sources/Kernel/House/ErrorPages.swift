internal import HTML
internal import HTTP
internal import Storage

/// The one place that turns a problem into a status, a sentence for the person and a log line.
enum ErrorPages {
  static func response(for error: any Error, _ call: Call) -> Response {
    switch error {
    case Problem.notFound: response(404, call, [])
    case Problem.forbidden: response(403, call, [])
    case Problem.signInNeeded: signIn(call)
    case Problem.initialPassword: .redirect(to: Link.account.address)
    case Problem.secondFactorNeeded: .redirect(to: Link.secondFactor.address)
    case Problem.staleForm: response(400, call, [])
    case Problem.refused(let reasons): response(422, call, reasons)
    case Problem.conflict(let reason): response(409, call, [reason])
    case let error as StoreError: store(error, call)
    default: unexpected(error, call)
    }
  }

  private static func signIn(_ call: Call) -> Response {
    let next = call.request.method == .post ? "" : call.request.path
    return .redirect(to: Link.signIn.with([("next", next)]).address)
  }

  private static func store(_ error: StoreError, _ call: Call) -> Response {
    switch error {
    case .busy, .unavailable:
      call.house.surroundings.log(
        "event=store-unavailable request=\(call.request.id) error=\"\(error)\"")
      var answer = response(503, call, ["数据库正忙或暂时连不上，您的操作没有保存，请稍后再试。"])
      answer.setHeader("Retry-After", "2")
      return answer
    case .full:
      call.house.surroundings.log("event=disk-full request=\(call.request.id)")
      return response(507, call, ["磁盘已满，您的操作没有保存（也没有保存一半）。请通知系统管理员清理磁盘后重试。"])
    case .constraint(let name):
      call.house.surroundings.log(
        "event=constraint request=\(call.request.id) name=\"\(name)\"")
      return response(409, call, ["有人刚刚改动了同一条记录，或该记录已经存在。请返回刷新后再试。"])
    default:
      return unexpected(error, call)
    }
  }

  private static func unexpected(_ error: any Error, _ call: Call) -> Response {
    call.house.surroundings.log(
      "event=error request=\(call.request.id) path=\(call.request.path) error=\"\(error)\"")
    return response(500, call, ["系统出错，您的操作没有保存。请把编号 \(call.request.id) 告诉系统管理员。"])
  }

  /// What to say when the server itself turned a request away.
  static func serverReasons(_ status: Int) -> [String] {
    switch status {
    case 413: ["上传的内容太大。单次上传不超过 64 MB，表单不超过 1 MB；请拆分文件后再上传。"]
    case 503: ["系统正忙，请稍等一秒再试。您的操作没有保存。"]
    default: []
    }
  }

  private static func texts(_ status: Int) -> (heading: String, sentence: String) {
    switch status {
    case 400: ("表单已过期", "这张表单不是从本系统的页面提交的，或者打开太久了。请返回上一页，刷新后重新填写提交。")
    case 403: ("没有权限", "您的角色不能办理这件事。如需要，请向安全管理员申请相应角色。")
    case 404: ("没有找到", "没有这个地址，或者这条记录不在您的管辖范围内。")
    case 405: ("不能这样访问", "这个地址不接受这种请求。请从页面上的按钮办理。")
    case 409: ("已被改动", "没有保存。")
    case 413: ("内容太大", "没有保存。")
    case 422: ("不能办理", "没有保存，原因如下：")
    case 503: ("系统正忙", "没有保存。")
    case 507: ("磁盘已满", "没有保存。")
    case 500: ("系统出错", "没有保存。")
    default: ("请求有误", "请求的内容无法识别。请返回上一页重试。")
    }
  }

  static func response(_ status: Int, _ call: Call, _ reasons: [String]) -> Response {
    let text = texts(status)
    let content = AnyHTML {
      pageHead(text.heading, text.sentence)
      if !reasons.isEmpty {
        ul(.class("problems")) { each(reasons) { reason in li { reason } } }
      }
      p {
        a(.class("button"), .href(call.visitor == nil ? Link.home : Link.desk)) {
          call.visitor == nil ? "回到首页" : "回到工作台"
        }
      }
    }
    let frame = call.frame(.nowhere)
    let bytes =
      call.visitor == nil
      ? openPage(frame, text.heading) { content }.document()
      : officePage(frame, text.heading) { content }.document()
    return .html(bytes, status: status)
  }
}
