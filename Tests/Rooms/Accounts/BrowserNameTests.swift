import Testing

@testable import Accounts
@testable import Kernel

@Suite("Browser names") struct BrowserNameTests {
  static let agents = [
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        + "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
      "Edge 120（Windows）"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        + "Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
      "Safari 17（iPhone）"
    ),
    (
      "Mozilla/5.0 (Linux; Android 13; M2012K11AC) AppleWebKit/537.36 (KHTML, like Gecko) "
        + "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47(0x28002f35)",
      "微信 8（Android）"
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox 121（Linux）"
    ),
    ("curl/8.5.0", "curl/8.5.0"), ("演示", "演示"), ("", ""),
  ]

  @Test("a browser is named in few words, anything else stays as it came", arguments: agents)
  func name(agent: String, name: String) { #expect(browserName(agent) == name) }
}
