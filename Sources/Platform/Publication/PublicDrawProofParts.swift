internal import HTML
internal import Supervision

/// What was promised before the draw: chances, roots, commitments, the public randomness.
enum PublicDrawProofParts {
  static func chances(_ stages: [DrawnField]) -> some HTML {
    card("每个领域的机会", note: "抽取之前公布；同一类别里每家机构的机会完全相同") {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("领域")
              heading("池中", isNumber: true)
              heading("抽取数", isNumber: true)
              heading("各类别的机会")
            }
          }
          tbody {
            each(stages) { stage in
              tr {
                td(.class("name")) { stage.name }
                td(.class("num")) { stage.pool }
                td(.class("num")) { stage.quota }
                td(.class("wrap")) {
                  stage.strata.map {
                    "\(PublicPages.stratumWord($0.name)) \($0.allocated)/\($0.records)"
                  }.joined(separator: "　")
                }
              }
            }
          }
        }
      }
    }
  }

  static func promises(_ draw: DrawModel, _ authorities: [AuthorityID: String]) -> some HTML {
    card("事先的封存与承诺", note: "封存于 \(draw.frozenAt.chinese)，异议期至 \(draw.challengeUntil.chinese)") {
      roots(draw)
      h3 { "各方承诺" }
      contributors(draw, authorities)
      h3 { "公共随机数" }
      factList([
        ("来源", draw.beacon.source), ("期号", draw.beacon.issue),
        ("写法", draw.beacon.format), ("不早于", draw.beacon.after.chinese),
        ("取不到时", draw.beacon.fallback), ("取值", draw.beacon.value ?? "尚未产生"),
        ("取自备用来源", draw.beacon.isFallback ? "是" : ""),
        ("出处", draw.beacon.evidence ?? ""), ("登记时间", draw.beacon.recordedAt?.chinese ?? ""),
      ])
    }
  }

  private static func roots(_ draw: DrawModel) -> some HTML {
    dl(.class("pairs")) {
      dt { "散列算法" }
      dd { draw.suite == "sm3" ? "SM3" : "SHA-256" }
      each(digests(draw)) { digest in
        dt { digest.label }
        dd { hash(digest.value, isWhole: true) }
      }
    }
  }

  private static func digests(_ draw: DrawModel) -> [(label: String, value: String)] {
    let all: [(label: String, value: String?)] = [
      ("机构名单（\(draw.roots.rosterCount)家）", draw.roots.roster),
      ("检查人员名单（\(draw.roots.inspectorCount)人）", draw.roots.inspectors),
      ("回避关系", draw.roots.conflicts), ("抽取规则", draw.roots.rules),
      ("抽取时的记录", draw.drawnDigest),
      ("现在的记录", draw.endDigest == draw.drawnDigest ? nil : draw.endDigest),
    ]
    return all.compactMap { entry in
      entry.value.flatMap { $0.isEmpty ? nil : (label: entry.label, value: $0) }
    }
  }

  private static func contributors(_ draw: DrawModel, _ authorities: [AuthorityID: String])
    -> some HTML
  {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("承诺方")
            heading("承诺值")
            heading("承诺时间")
            heading("交出的随机数")
          }
        }
        tbody {
          each(draw.contributors) { contributor in
            tr {
              td(.class("wrap")) {
                authorities[contributor.authority].map { "\($0)（\(contributor.name)）" }
                  ?? contributor.name
              }
              td { contributor.commitment.map { hash($0) } }
              td { contributor.committedAt?.chinese ?? "尚未承诺" }
              td { secret(contributor, draw) }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func secret(_ contributor: DrawContributor, _ draw: DrawModel) -> some HTML {
    if let secret = contributor.secret {
      hash(secret)
    } else if contributor.handedInAt != nil {
      "已交出，与承诺相符，公开记录时公布"
    } else {
      "尚未交出"
    }
  }
}
