import HTTP
import Testing

@Suite("Fields")
struct FieldsTests {
  private func pairs(_ text: String) -> [String]? {
    Fields.parse(urlEncoded: Array(text.utf8))?.pairs.map { "\($0.name)→\($0.value)" }
  }

  @Test("names and values are decoded in order")
  func decodes() {
    #expect(pairs("a=1&b=x+y&a=%E6%98%8E%E5%AF%9F") == ["a→1", "b→x y", "a→明察"])
    #expect(pairs("a&b=&=c&d=e=f&&") == ["a→", "b→", "→c", "d→e=f"])
    #expect(pairs("") == [])
  }

  @Test("the first value answers a name, all values stay reachable")
  func lookups() {
    let fields = Fields([("a", "1"), ("b", "2"), ("a", "3")])
    #expect(fields["a"] == "1")
    #expect(fields.all("a") == ["1", "3"])
    #expect(fields["c"] == nil)
    #expect(fields.all("c").isEmpty)
  }

  @Test(
    "damaged escapes, bytes that are not UTF-8 and U+0000 are refused, not repaired",
    arguments: [
      "a=%", "a=%4", "a=%zz", "%G0=1", "a=%E6%98", "a=%FF", "a=%C0%80", "a=%ED%A0%80",
      "a=%00", "x=1&a=%+1",
    ])
  func refused(text: String) {
    #expect(pairs(text) == nil)
  }

  @Test("raw bytes that are not UTF-8 are refused")
  func rawBytes() {
    #expect(Fields.parse(urlEncoded: [0x61, 0x3D, 0xB0, 0xA1] as [UInt8]) == nil)
  }

  @Test("more pairs than anyone fills in are refused")
  func tooMany() {
    let most = Array(String(repeating: "a=1&", count: Fields.countLimit).utf8)
    #expect(Fields.parse(urlEncoded: most)?.pairs.count == Fields.countLimit)
    #expect(Fields.parse(urlEncoded: most + Array("b=2".utf8)) == nil)
  }

  @Test("what is encoded decodes to the same")
  func roundTrip() {
    let texts = ["", "a b+c", "&=%;", "明察\n行\u{1F600}", "~-._*'()"]
    let fields = Fields(texts.map { ($0, $0) })
    let again = Fields.parse(urlEncoded: Array(fields.urlEncoded().utf8))
    #expect(again?.pairs.map(\.name) == texts)
    #expect(again?.pairs.map(\.value) == texts)
  }
}
