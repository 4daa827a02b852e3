package import HTML
internal import Kernel
internal import Supervision

extension PlanParts {
  /// `A 类`; a field without classes has one stratum.
  package static func stratumLabel(_ name: String) -> String { name == "-" ? "全部" : "\(name) 类" }

  /// The chances of one or more fields, a column per credit class: drawn of records, as fraction,
  /// percent and bar.
  ///
  /// - Parameter inexact: numbers of the fields whose pools may shrink by what earlier ones draw.
  package static func chanceTable(_ stages: [DrawnField], inexact: Set<Int> = []) -> some HTML {
    var names: Set<String> = []
    for stratum in stages.flatMap(\.strata) { names.insert(stratum.name) }
    let columns = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return div(.class("stack")) {
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("领域")
              heading("池中", isNumber: true)
              heading("抽取", isNumber: true)
              each(columns) { column in heading(columnLabel(column, stages)) }
            }
          }
          tbody {
            each(stages) { field in
              tr(.classes(field.quota > field.pool ? "bad" : nil)) {
                td(.class("name")) { field.name + (inexact.contains(field.number) ? " *" : "") }
                td(.class("num"), .data("data-label", "池中")) { field.pool }
                td(.class("num"), .data("data-label", "抽取")) { field.quota }
                each(columns) { column in
                  td(.class("chance"), .data("data-label", stratumLabel(column))) {
                    chanceCell(field, column)
                  }
                }
              }
            }
          }
        }
      }
      if !inexact.isEmpty {
        p(.class("small quiet")) { "* 前面领域抽中的机构不再进入这个领域，抽取时的池可能略小，机会可能略高。" }
      }
    }
  }

  /// `B 类（一般风险）· 权重 2`; the weight only where all fields agree.
  private static func columnLabel(_ name: String, _ stages: [DrawnField]) -> String {
    let risk = CreditClass(rawValue: name).map { "（\($0.label)）" } ?? ""
    let weights = Set(stages.flatMap(\.strata).filter { $0.name == name }.map(\.weight))
    guard weights.count == 1, let weight = weights.first else { return stratumLabel(name) + risk }
    return "\(stratumLabel(name))\(risk)· 权重 \(weight)"
  }

  @HTMLBuilder
  private static func chanceCell(_ field: DrawnField, _ name: String) -> some HTML {
    if let stratum = field.strata.first(where: { $0.name == name }) {
      span(.class("chance-text")) {
        b { chance(stratum) }
        span(.class("quiet")) { percent(stratum.allocated, of: stratum.records) }
      }
      bar(stratum.allocated, of: stratum.records)
    } else {
      span(.class("quiet")) { "没有机构" }
    }
  }
}
