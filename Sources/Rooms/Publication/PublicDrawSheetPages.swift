internal import Draw
internal import Draws
internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

// One sheet of A4 for one body.
extension PublicDrawPages {
  /// How many fields are told in full; the others are on the page the sheet was printed from.
  private static let mostPlaces = 3

  /// Everything a body needs to check by itself, on exactly one page.
  static func sheet(_ frame: Frame, _ model: WhyModel) -> some HTML {
    barePage(frame, "\(model.body.name)\(model.heading)") {
      nav(.class("row no-print"), .label("返回")) {
        a(.href(Link.publicDrawWhy(model.number, model.body.id.number))) { "返回" }
        span(.class("quiet")) { "用浏览器的打印功能打印，A4 纸，一页。" }
      }
      article(.class("one-sheet")) {
        header {
          div {
            p(.class("quiet")) { "第\(model.number)次抽取 · \(short(model.draw.authority, 40))" }
            h1 { "\(short(model.body.name, 28))\(model.heading)" }
            p { answer(model) }
          }
          qrPart(model)
        }
        facts(model)
        places(model)
        ticketPart(model)
        proofLines(model)
      }
    }
  }

  @HTMLBuilder
  private static func qrPart(_ model: WhyModel) -> some HTML {
    if let address = model.proofAddress {
      figure {
        qrImage(address, title: "证明的网址：\(address)")
        figcaption(.class("small")) { "扫码取得证明" }
      }
    }
  }

  private static func facts(_ model: WhyModel) -> some HTML {
    factList([
      ("抽取", short(model.draw.title, 50)), ("统一社会信用代码", model.body.uscc),
      ("名单封存", model.draw.frozenAt.chinese), ("抽取时间", model.draw.drawnAt?.chinese ?? ""),
      ("抽取之后", afterwards(model)),
    ])
  }

  private static func afterwards(_ model: WhyModel) -> String {
    let changes = model.amendments.prefix(1).map {
      "\(short($0.bodyName, 30))\($0.outcome.publicSentence)。"
    }
    return changes.joined() + short(teamSentence(model), 90)
  }

  private static func places(_ model: WhyModel) -> some HTML {
    div(.class("stack")) {
      each(Array(shown(model))) { place in
        section {
          h2 { "\(short(place.field.name, 30))：\(place.word)" }
          p { sentence(place) }
          DrawParts.ruler(
            [place.stratum], stage: place.field.number, isWhole: false, marked: model.body.uscc)
          dl(.class("pairs")) {
            dt { "它的签号" }
            dd { code { place.ticket } }
            dt { "最后抽中的签号" }
            dd {
              if let last = place.position.lastDrawn { code { hex(last) } } else { "没有名额" }
            }
          }
        }
      }
      if model.places.count > mostPlaces {
        p(.class("small")) { "它还参加了另外\(model.places.count - mostPlaces)个领域的抽取，见网页。" }
      }
    }
  }

  /// The field it was drawn in, if any, then the others.
  private static func shown(_ model: WhyModel) -> ArraySlice<WhyPlace> {
    let isFirst = { (place: WhyPlace) in place.isDrawn || place.isReplacement }
    return (model.places.filter(isFirst) + model.places.filter { !isFirst($0) })
      .prefix(mostPlaces)
  }

  @HTMLBuilder
  private static func ticketPart(_ model: WhyModel) -> some HTML {
    if let place = shown(model).first {
      section {
        h2 { "自己算签号" }
        p {
          "签号由封存的名单、规则和各方随机数算出，谁也不能预先知道，事后也不能改动。"
            + "在 Linux 的终端里运行下面的命令，应得到\(short(place.field.name, 30))的签号"
            + "\(otherSystems(model))："
        }
        pre(.class("file wrap")) { place.position.shellLine }
      }
    }
  }

  @HTMLBuilder
  private static func proofLines(_ model: WhyModel) -> some HTML {
    if let proof = model.proof {
      section {
        h2 { "它在抽签筒里" }
        p {
          "封存的名单共\(proof.size - 1)家机构，它在第\(proof.index + 1)行。名单的根和抽取记录的指纹已公布："
        }
        dl(.class("pairs")) {
          dt { "名单里的这一行" }
          dd { code { short(String(decoding: proof.line, as: UTF8.self), 90) } }
          dt { "名单的根" }
          dd { code { hex(proof.root) } }
          dt { "抽取记录的指纹" }
          dd { code { model.draw.endDigest ?? "" } }
          if let address = model.proofAddress {
            dt { "证明" }
            dd { address }
          }
        }
        p(.class("small")) {
          "核对证明：mingcha check-proof 证明 --transcript transcript.txt，或任何按 RFC 6962 写的程序。"
        }
      }
    }
  }

  /// A text cut so that the sheet stays one page.
  private static func short(_ text: String, _ limit: Int) -> String {
    text.count > limit ? "\(text.prefix(limit))…" : text
  }
}
