/// General credit risk class of an enterprise (国市监信发〔2022〕6号).
package enum CreditClass: String, CaseIterable, Comparable, Sendable {
  case a = "A"
  case b = "B"
  case c = "C"
  case d = "D"

  package var label: String {
    switch self {
    case .a: "低风险"
    case .b: "一般风险"
    case .c: "较高风险"
    case .d: "高风险"
    }
  }

  /// How strongly the class is drawn unless a plan says otherwise; the national text has no numbers.
  package var defaultWeight: Int {
    switch self {
    case .a: 1
    case .b: 2
    case .c: 4
    case .d: 8
    }
  }

  /// Lower risk before higher risk.
  package static func < (a: CreditClass, b: CreditClass) -> Bool { a.rawValue < b.rawValue }
}
