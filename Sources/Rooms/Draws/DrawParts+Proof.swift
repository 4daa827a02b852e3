package import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension DrawParts {
  package static func drawTable(_ rows: [DrawRow]) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("编号", isNumber: true)
            heading("计划")
            heading("组织单位")
            heading("封存")
            heading("抽取")
            heading("阶段")
            heading("记录指纹")
          }
        }
        tbody {
          each(rows) { row in
            tr {
              td(.class("num")) { row.number }
              td(.class("name")) { a(.href(Link.draw(row.id))) { row.title } }
              td { row.authority }
              td(.data("data-label", "封存")) { row.frozenAt.chinese }
              td(.data("data-label", "抽取")) { row.drawnAt?.chinese ?? "" }
              td { stageChip(row.stage) }
              td { if let digest = row.endDigest { hash(digest) } }
            }
          }
        }
      }
    }
  }

  /// What was fixed at the freeze, as digests.
  package static func proof(_ model: DrawModel) -> some HTML {
    let roots: [(String, String)] = [
      ("名单指纹（\(model.roots.rosterCount) 家）", model.roots.roster),
      ("人员指纹（\(model.roots.inspectorCount) 人）", model.roots.inspectors),
      ("回避关系指纹", model.roots.conflicts), ("规则指纹", model.roots.rules),
      ("抽取时的记录指纹", model.drawnDigest ?? ""),
      ("现在的记录指纹", model.endDigest == model.drawnDigest ? "" : model.endDigest ?? ""),
    ]
    return dl(.class("pairs")) {
      dt { "散列算法" }
      dd { model.suite == "sm3" ? "SM3（GB/T 32905）" : "SHA-256" }
      each(roots.filter { root in !root.1.isEmpty }) { root in
        dt { root.0 }
        dd { hash(root.1, isWhole: true) }
      }
    }
  }

  /// Who committed to what, and the secrets once they may be known.
  package static func contributorTable(_ model: DrawModel) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("随机数提供方")
            heading("承诺值")
            heading("承诺时间")
            heading("随机数")
          }
        }
        tbody {
          each(model.contributors) { contributor in
            tr {
              td(.class("name")) { contributor.name }
              td(.class("wrap"), .data("data-label", "承诺值")) {
                if let commitment = contributor.commitment {
                  hash(commitment, isWhole: true)
                } else {
                  chip(.warning, "待提交")
                }
              }
              td(.data("data-label", "承诺时间")) { contributor.committedAt?.chinese ?? "" }
              td(.class("wrap"), .data("data-label", "随机数")) { secret(contributor) }
            }
          }
          tr {
            td { "公共随机数：\(model.beacon.source) \(model.beacon.issue)" }
            td(.class("wrap")) { "不需要承诺：封存之后才产生" }
            td { "\(model.beacon.after.chinese) 之后" }
            td {
              if let value = model.beacon.value {
                code { value }
              } else {
                chip(.plain, "尚未产生")
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func secret(_ contributor: DrawContributor) -> some HTML {
    if let secret = contributor.secret {
      hash(secret, isWhole: true)
    } else if let at = contributor.handedInAt {
      chip(.fine, "已交出")
      span(.class("quiet small")) { " \(at.chinese)" }
    } else {
      chip(.plain, "未交出")
    }
  }

  package static func beaconFacts(_ beacon: DrawBeacon) -> some HTML {
    factList([
      ("来源与期号", "\(beacon.source) \(beacon.issue)"), ("记录格式", beacon.format),
      ("写法示例", beacon.example), ("备用方案", beacon.fallback),
      ("不早于", beacon.after.chinese), ("取值", beacon.value ?? ""),
      ("出处", beacon.evidence ?? ""),
      ("说明", beacon.isFallback ? "原定一期未产生，按公布的备用方案取值" : ""),
    ])
  }
}
