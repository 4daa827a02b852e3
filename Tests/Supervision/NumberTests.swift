import Supervision
import Testing

@Suite struct UnifiedSocialCreditCodeTests {
  static let codes: [String] = [
    "91310115MA1K00015K", "91310104MA1K00023G", "91140200MA0K0003X6", "91310115MA1K00090C",
    "12310000425000014Y", "52310000501800014X", "91140213MA0K00101W",
    "91350200776049653A", "91350500798359476R", "91350200MA31E12PXF", "9135021359498494XQ",
    "123502001549897397", "91440101MA5CJQ4N59", "91350203MA31NDF85F",
  ]

  @Test("valid codes are valid, and so is the organisation code inside", arguments: codes)
  func valid(text: String) throws {
    #expect(UnifiedSocialCreditCode.check(text) == .valid)
    let code = try #require(UnifiedSocialCreditCode(text))
    #expect(OrganizationCode.isValid(code.organizationCode))
    #expect(UnifiedSocialCreditCode.make(prefix17: String(text.prefix(17))) == text)
  }

  @Test("a code in real use with a wrong check digit keeps its shape and is warned of")
  func wrongInUse() throws {
    let text = "91350203M0001QAY9B"
    #expect(UnifiedSocialCreditCode.check(text) == .wrongCheckDigit(expected: "9"))
    let code = try #require(UnifiedSocialCreditCode(text))
    #expect(OrganizationCode.isValid(code.organizationCode))
    #expect(code.check.reason?.contains("应为“9”") == true)
  }

  @Test("another last character is told with the expected one")
  func lastCharacter() {
    #expect(
      UnifiedSocialCreditCode.check("91310115MA1K00015L") == .wrongCheckDigit(expected: "K"))
  }

  @Test("a change of any one character is noticed", arguments: codes)
  func oneCharacter(text: String) {
    for index in text.indices {
      for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != text[index] {
        let changed = text.replacingCharacter(at: index, by: other)
        #expect(UnifiedSocialCreditCode.check(changed) != .valid)
      }
    }
  }

  @Test("the exchange of two neighbours is noticed", arguments: codes)
  func exchange(text: String) {
    var characters = Array(text)
    for index in 0..<17 where characters[index] != characters[index + 1] {
      characters.swapAt(index, index + 1)
      #expect(UnifiedSocialCreditCode.check(String(characters)) != .valid)
      characters.swapAt(index, index + 1)
    }
  }

  @Test(
    "what cannot be a code is refused with what to do",
    arguments: [
      ("", "没有填写"), ("   ", "没有填写"), ("　", "没有填写"),
      ("91310115MA1K00015", "这里有17位"), ("91310115MA1K00015KK", "这里有19位"),
      ("91310115ma1k00015k", "请改为大写"), ("9131O115MA1K00015K", "第5位是“O”"),
      ("9131O115MA1K00015K", "可能是数字0"), ("91310115MAIK00015K", "可能是数字1"),
      ("91310115MA1K0001ZK", "可能是数字2"), ("91310115MA1K0001SK", "可能是数字5"),
      ("91310115MA1K0001VK", "不使用字母I、O、S、V、Z"), ("９1310115MA1K00015K", "全角"),
      ("91310115MA1K 0015K", "空格"), ("111111111111111111", "完全相同"),
      ("91310115MA1K-0015K", "第13位是“-”"), ("91310115MA1K检0015K", "第13位是“检”"),
      ("913A0115MA1K00015K", "第4位应为数字"), ("\u{200B}91310115MA1K00015", "看不见的字符"),
      ("91310115MA1K00015\0", "看不见的字符"),
    ])
  func malformed(text: String, words: String) throws {
    let reason = try #require(UnifiedSocialCreditCode.check(text).reason)
    #expect(reason.contains(words), "\(reason)")
    #expect(UnifiedSocialCreditCode(text) == nil)
  }

  @Test(
    "the code that was meant is suggested, and only if it is valid",
    arguments: [
      ("91310115ma1k00015k", "91310115MA1K00015K"), ("9131O115MA1K00015K", "91310115MA1K00015K"),
      (" 91310115 MA1K00015-K\u{FEFF}", "91310115MA1K00015K"),
      ("９１３１０１１５ＭＡ１Ｋ０００１５Ｋ", "91310115MA1K00015K"),
      ("9I3IOII5MAIKOOOI5K", "91310115MA1K00015K"), ("91310115MA1K00015K", nil),
      ("91310115MA1K00015L", nil), ("9131O115MA1K00015L", nil), ("", nil), ("检验", nil),
    ] as [(String, String?)])
  func suggestion(text: String, expected: String?) {
    #expect(UnifiedSocialCreditCode.suggestion(for: text) == expected)
  }

  @Test("what cannot begin a code gives none", arguments: ["", "9131", "9131O115MA1K00015", "x"])
  func noCode(prefix: String) {
    #expect(UnifiedSocialCreditCode.make(prefix17: prefix) == nil)
  }

  @Test("the parts are where the standard has them")
  func parts() throws {
    let code = try #require(UnifiedSocialCreditCode("91140200MA0K0003X6"))
    #expect(code.regionCode == "140200")
    #expect(code.organizationCode == "MA0K0003X")
  }

  @Test(
    "organisation codes with a hyphen or without, and with the characters X and 0",
    arguments: [
      ("MA1K00015", true), ("MA1K0001-5", true), ("MA0K0003-X", true), ("MA1K00090", true),
      ("MA1K00016", false), ("MA1K0001", false), ("MA1K0001--5", false), ("ma1k00015", false),
      ("", false),
    ])
  func organizationCodes(text: String, isValid: Bool) {
    #expect(OrganizationCode.isValid(text) == isValid)
  }
}

@Suite struct CertificateNumberTests {
  @Test("a number in the tables is valid and names its parts")
  func valid() throws {
    #expect(CertificateNumber.check("230912340001", currentYear: 2026) == .valid)
    let number = try #require(CertificateNumber("230912340001"))
    #expect(number.year == 2023)
    #expect(number.authorityName == "上海")
    #expect(number.fieldName == "环境与环保")
    #expect(number.sectorName == "其他")
    #expect(number.serial == "0001")
  }

  @Test("the tables have the codes of the rule")
  func tables() {
    #expect(CertificateNumber.authorities.count == 32)
    #expect(CertificateNumber.authorities[31] == "新疆")
    #expect(CertificateNumber.authorities[4] == "山西")
    #expect(CertificateNumber.fields.count == 22)
    #expect(CertificateNumber.fields[7] == "司法鉴定")
    #expect(CertificateNumber.sectors.count == 35)
    #expect(CertificateNumber.sectors[30] == "分析测试与冶金")
  }

  @Test(
    "a part outside the tables is doubtful and not refused",
    arguments: [
      ("270912340001", ["2027年"]), ("233212340001", ["发证机关"]), ("230922340001", ["专业领域"]),
      ("230912350001", ["行业主管部门"]), ("999999999999", ["2099年", "发证机关", "专业领域", "行业主管部门"]),
      ("2015091234U", ["旧编号"]), ("（2014）量认（沪）字（Z1234）号", ["旧编号"]),
    ])
  func doubtful(text: String, words: [String]) {
    guard case .doubtful(let reasons) = CertificateNumber.check(text, currentYear: 2026) else {
      Issue.record("not doubtful: \(text)")
      return
    }
    #expect(reasons.count == words.count)
    for (reason, word) in zip(reasons, words) { #expect(reason.contains(word)) }
  }

  @Test(
    "what cannot be a number is refused with what to do",
    arguments: [
      ("", "没有填写"), ("23091234000", "这里有11位"), ("2309123400011", "这里有13位"),
      ("２30912340001", "全角"), ("2309 12340001", "空格"),
    ])
  func malformed(text: String, words: String) {
    guard case .malformed(let reason) = CertificateNumber.check(text, currentYear: 2026) else {
      Issue.record("not malformed: \(text)")
      return
    }
    #expect(reason.contains(words))
  }
}

extension String {
  fileprivate func replacingCharacter(at index: Index, by other: Character) -> String {
    var text = self
    text.replaceSubrange(index...index, with: [other])
    return text
  }
}
