import HTTP
import Testing

@Suite("Headers and cookies")
struct HeaderTests {
  @Test("a cookie is HttpOnly and Lax unless said otherwise")
  func cookieText() {
    #expect(
      Cookie(name: "session", value: "abc").headerText
        == "session=abc; Path=/; HttpOnly; SameSite=Lax")
    let full = Cookie(
      name: "s", value: "v", maxAgeSeconds: 60, path: "/admin", secure: true, httpOnly: false,
      sameSite: .strict)
    #expect(full.headerText == "s=v; Path=/admin; Max-Age=60; Secure; SameSite=Strict")
  }

  @Test(
    "any cookie value comes back as it was set",
    arguments: ["", "abc", "a;b", "a, b", "100%", "\"x\"", "明察", "a\r\nSet-Cookie: b=c", "a=b"])
  func cookieRoundTrip(value: String) throws {
    let text = Cookie(name: "c", value: value).headerText
    let pair = try #require(text.split(separator: "; ").first)
    #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    let request = Request(headers: [("Cookie", "other=1; \(pair); c2=3")])
    #expect(request.cookie("c") == value)
  }

  @Test("a cookie is found by its whole name only")
  func cookieNames() {
    let request = Request(headers: [("Cookie", "xa=1; a=2;b=3"), ("Cookie", "d=4")])
    #expect(request.cookie("a") == "2")
    #expect(request.cookie("b") == "3")
    #expect(request.cookie("d") == "4")
    #expect(request.cookie("x") == nil)
    #expect(Request(headers: [("Cookie", "a=%zz")]).cookie("a") == nil)
  }

  @Test("header names are the same in any case")
  func headerCase() {
    let request = Request(headers: [("X-Name", "1"), ("x-name", "2")])
    #expect(request.header("x-NAME") == "1")
    var response = Response.text("x")
    response.setHeader("content-type", "text/plain")
    #expect(response.headers.count == 1)
    #expect(response.header("Content-Type") == "text/plain")
  }

  @Test(
    "a value can never start another header",
    arguments: ["a\r\nSet-Cookie: x=1", "a\nb", "a\rb", "a\u{0}b", "\r\n\r\n<html>", "a\u{7F}\tb"])
  func injection(value: String) {
    var response = Response.text("x")
    response.setHeader("X-Test", value)
    response.addHeader("X-Other", value)
    response.setCookie(Cookie(name: "c", value: value, path: "/\(value)"))
    let redirect = Response.redirect(to: "/\(value)")
    let download = Response.bytes([], type: "text/\(value)", fileName: value)
    for header in response.headers + redirect.headers + download.headers {
      #expect(header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(header)")
    }
  }

  @Test("a redirect is 303 and its address plain ASCII")
  func redirect() {
    let response = Response.redirect(to: "/bodies?name=明察&x=a b%20")
    #expect(response.status == 303)
    #expect(response.header("Location") == "/bodies?name=%E6%98%8E%E5%AF%9F&x=a%20b%20")
  }

  @Test("a download carries its Chinese name and an ASCII one beside it")
  func download() {
    let response = Response.bytes([1], type: "text/csv", fileName: "抽查 \"1\"/a.csv")
    #expect(
      response.header("Content-Disposition")
        == "attachment; filename=\"__ _1__a.csv\"; "
        + "filename*=UTF-8''%E6%8A%BD%E6%9F%A5%20%221%22%2Fa.csv")
  }

  @Test("a header value with parameters is taken apart")
  func parameters() {
    let value = HeaderValue(" Form-Data ; Name=\"a;b\\\"c\" ; filename=\"C:\\x\"; q=1;q=2; bad; x")
    #expect(value.text == "form-data")
    #expect(value.parameters == ["name": "a;b\"c", "filename": "C:\\x", "q": "1"])
  }
}
