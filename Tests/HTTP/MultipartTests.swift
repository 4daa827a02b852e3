import HTTP
import Testing

@Suite("Multipart forms")
struct MultipartTests {
  private struct Part: Equatable {
    var name: String
    var fileName: String?
    var text = ""
    var isEnded = false
  }

  /// Feeds the body in pieces of `size` bytes.
  private func parse(_ body: String, size: Int, boundary: String = "b") throws -> [Part] {
    var parser = try #require(
      MultipartParser(contentType: "multipart/form-data; boundary=\(boundary)"))
    var parts: [Part] = []
    var bytes = Array(body.utf8)[...]
    while !bytes.isEmpty {
      try parser.consume(bytes.prefix(size)) { event in
        switch event {
        case .part(let name, let fileName):
          parts.append(Part(name: name, fileName: fileName))
        case .data(let data):
          parts[parts.count - 1].text += String(decoding: data, as: UTF8.self)
        case .endOfPart:
          parts[parts.count - 1].isEnded = true
        }
      }
      bytes = bytes.dropFirst(size)
    }
    try parser.finish()
    return parts
  }

  private let form =
    "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n\r\n"
    + "--b\r\ncontent-disposition:form-data;name=\"note\"\r\n\r\nx\r\n-\r\n--\r\n--a\r\n"
    + "--b  \r\nContent-Type: text/csv\r\nContent-Disposition: form-data; name=\"f\"; "
    + "filename=\"C:\\tmp\\t.csv\"\r\n\r\na,b\r\n\r\n\r\n"
    + "--b\r\nContent-Disposition: form-data; name=\"e\"; filename=\"\"\r\n\r\n\r\n--b--\r\n"

  @Test("wherever the network cuts the body, the same parts come out", arguments: 1...120)
  func everyCut(size: Int) throws {
    #expect(
      try parse(form, size: size) == [
        Part(name: "note", isEnded: true),
        Part(name: "note", text: "x\r\n-\r\n--\r\n--a", isEnded: true),
        Part(name: "f", fileName: "t.csv", text: "a,b\r\n\r\n", isEnded: true),
        Part(name: "e", fileName: "", isEnded: true),
      ])
  }

  @Test("text before the first and after the last boundary is skipped")
  func surroundings() throws {
    let part = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--"
    #expect(
      try parse("preamble\r\n" + part + "\r\nepilogue", size: 7)
        == [Part(name: "a", text: "1", isEnded: true)])
  }

  @Test("a body cut off anywhere is refused")
  func truncated() throws {
    let complete = try parse(form, size: 1000)
    #expect(complete.count == 4)
    let end = form.utf8.count - 2
    for length in 0..<end {
      let cut = String(decoding: Array(form.utf8.prefix(length)), as: UTF8.self)
      #expect(throws: MultipartParser.Fault.truncated) { try parse(cut, size: 1000) }
    }
  }

  @Test(
    "parts nobody could use are refused",
    arguments: [
      "--b\r\n\r\nno headers\r\n--b--",
      "--b\r\nContent-Type: text/plain\r\n\r\nno name\r\n--b--",
      "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--",
      "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
      "--bx\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--",
    ])
  func malformed(body: String) {
    #expect(throws: MultipartParser.Fault.malformed) { try parse(body, size: 1000) }
  }

  @Test("headers without end are refused before they fill the memory")
  func endlessHeaders() {
    let body = "--b\r\nX: " + String(repeating: "x", count: 20_000)
    #expect(throws: MultipartParser.Fault.malformed) { try parse(body, size: 1000) }
  }

  @Test(
    "only multipart/form-data with a boundary is taken",
    arguments: [
      "multipart/form-data", "multipart/mixed; boundary=b", "text/plain",
      "multipart/form-data; boundary=\"\"",
      "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
    ])
  func types(type: String) {
    #expect(MultipartParser(contentType: type) == nil)
  }
}
