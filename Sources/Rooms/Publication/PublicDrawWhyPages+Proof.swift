internal import Draw
internal import Draws
internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

extension PublicDrawPages {
  /// That it was in the drum.
  @HTMLBuilder
  static func proofPart(_ model: WhyModel) -> some HTML {
    if let proof = model.proof {
      card("它在抽签筒里", note: "抽取之前就封存的名单里有它这一行") {
        p {
          "封存的名单共\(proof.size - 1)家机构，它在第\(proof.index + 1)行（首行是列名）。"
            + "名单的根在封存时公布；下面的证明用\(proof.path.count)个散列把它这一行连到这个根，"
            + "一行也换不掉、添不进、删不去。"
        }
        dl(.class("pairs")) {
          dt { "名单的根" }
          dd { hash(hex(proof.root), isWhole: true) }
          dt { "名单里的这一行" }
          dd { pre(.class("file")) { String(decoding: proof.line, as: UTF8.self) } }
        }
        div(.class("actions")) {
          a(.class("button main"), .href(Link.publicDrawSheet(model.number, model.body.id.number)))
          {
            "打印一页说明"
          }
          a(.class("button"), .href(Link.publicDrawProof(model.number, model.body.id.number))) {
            "下载证明"
          }
        }
      }
    }
  }

  /// How to do it oneself.
  static func checkPart(_ model: WhyModel) -> some HTML {
    card("自己核对", note: "不必相信本网站，也不需要本网站的程序") {
      ol(.class("checks")) {
        li {
          p { "算签号：在任何 Linux 的终端里运行下面的命令，应得到上面的签号\(otherSystems(model))。" }
          each(model.places) { place in
            p(.class("small quiet")) { place.field.name }
            pre(.class("file wrap")) { place.position.shellLine }
          }
        }
        li {
          p {
            "核对证明：下载证明和抽取记录 transcript.txt，运行 "
            code { "mingcha check-proof 证明 --transcript transcript.txt" }
            "；证明的格式公开，也可以用别人写的程序。"
          }
        }
        li {
          p {
            "重算整次抽取："
            a(.href(Link.publicVerify)) { "在浏览器里验证" }
            "，或者下载"
            a(.href(Link.publicDrawArchive(model.number))) { "全部资料（ZIP）" }
            "，用不同的人写的程序各算一遍，每个字节都应相同。"
          }
        }
      }
    }
  }

  /// What the command is called elsewhere.
  static func otherSystems(_ model: WhyModel) -> String {
    model.draw.suite == "sha256" ? "（macOS 上把 sha256sum 换成 shasum -a 256）" : ""
  }
}
