internal import Draws
internal import HTML
internal import Kernel
internal import Supervision

/// The page on which anybody recomputes a draw in their own browser.
///
/// The verifier itself, `checker` and `outcome`, also stands in the one-file page; `Web/verify.js`
/// brings it to life. Without script the page says how to verify in other ways.
enum VerifyPages {
  struct Model {
    /// What the address asked for, if anything.
    let asked: Asked?
    /// The latest revealed draws, to try it on.
    let draws: [DrawRow]
    let engine: Link
    let module: Link
    /// In the order they are to run.
    let scripts: [Link]
    let offlineSize: Int
    let offlineDigest: String
    let scriptDigest: String
  }

  enum Asked {
    /// No draw has this number.
    case nobody(String)
    case draw(DrawModel)
  }

  static func page(_ frame: Frame, _ model: Model) -> some HTML {
    openPage(frame, "验证") {
      pageHead(
        "验证一次抽取", "不需要相信我们。名单、规则、各方的随机数和记录都是公开的，在您自己的浏览器里重算一遍，比一比是否逐字节相同。")
      checker(model)
      outcome()
      otherWays(model)
      compareDigests()
      withoutUs()
      recordDigests()
      each([model.engine] + model.scripts) { script in
        element("script", [.src(script), .flag("defer")], Empty())
      }
    }
  }

  /// The body of the one-file page.
  static func offlineBody() -> Markup {
    body(.class("open")) {
      main(.id("main")) {
        pageHead(
          "验证一次抽取",
          "这个文件自成一体，不联网。选一份公布的抽取资料，在您自己的电脑上重算一遍，比一比是否逐字节相同。")
        section(.class("card"), .id("verifier")) {
          needsScript()
          drop()
        }
        outcome()
      }
      footer(.class("foot")) {
        p { "明察 · 检验检测机构“双随机、一公开”监管。抽取记录人人可验证。" }
      }
    }
  }

  // MARK: the verifier

  private static func checker(_ model: Model) -> some HTML {
    let revealed = revealed(model.asked)
    return section(
      .class("card"), .id("verifier"), .data("data-engine", model.engine.address),
      .data("data-module", model.module.address),
      .data("data-archive", revealed.map { Link.publicDrawArchive($0.number).address }),
      .data("data-name", revealed.map { "draw-\($0.number).zip" }),
      .data("data-digest", revealed?.endDigest)
    ) {
      getForm(.publicVerify, .class("search")) {
        input(
          .type("search"), .literal("inputmode", "numeric"), .name("draw"), .label("抽取编号"),
          .value(number(model.asked)), .data("placeholder", "抽取编号，如 1"))
        submitButton("读取并核对")
      }
      latest(model.draws)
      state(model.asked)
      needsScript()
      drop()
    }
  }

  private static func needsScript() -> some HTML {
    p(.class("notes"), .id("needs-script")) {
      "浏览器没有运行脚本，不能在这里重算。请允许脚本，或者下载资料后用 mingcha verify 或 verify.py 核对。"
    }
  }

  private static func drop() -> some HTML {
    div(.class("drop"), .flag("hidden")) {
      p { "把下载的抽取资料（ZIP），或解开后的文件夹，拖到这里；也可以选：" }
      div(.class("actions")) {
        label(.class("button")) {
          input(.type("file"), .literal("accept", ".zip,.tsv,.txt"), .flag("multiple"))
          "选ZIP或文件"
        }
        label(.class("button")) {
          input(.type("file"), .flag("webkitdirectory"))
          "选文件夹"
        }
      }
      p(.class("small quiet")) { "资料只在这台设备上计算，不会上传。" }
    }
  }

  private static func outcome() -> some HTML {
    section(.class("card verification"), .id("verification"), .flag("hidden")) {
      div(.class("card-head")) {
        p(.id("verification-now"), .role("status"), .literal("aria-live", "polite")) {}
        button(
          .class("button push"), .type("button"), .id("verification-stop"), .flag("hidden")
        ) { "停止" }
      }
      div(.class("verdict"), .id("verdict")) {}
      ol(.class("recomputed"), .id("recomputed")) {}
    }
  }

  // MARK: what was asked for

  private static func revealed(_ asked: Asked?) -> DrawModel? {
    guard case .draw(let draw) = asked, draw.stage == .revealed else { return nil }
    return draw
  }

  private static func number(_ asked: Asked?) -> String {
    switch asked {
    case .nobody(let text): text
    case .draw(let draw): String(draw.number)
    case nil: ""
    }
  }

  @HTMLBuilder
  private static func state(_ asked: Asked?) -> some HTML {
    switch asked {
    case .nobody(let text):
      p(.class("problems"), .role("alert")) {
        "没有编号为“\(text)”的抽取。编号在抽取公示里每次抽取的标题上方。"
      }
    case .draw(let draw):
      div(.class("stack")) {
        p {
          a(.href(Link.publicDraw(draw.number))) { "第\(draw.number)次抽取" }
          span { "　\(draw.title)" }
        }
        sentence(draw)
      }
    case nil: Empty()
    }
  }

  @HTMLBuilder
  private static func sentence(_ draw: DrawModel) -> some HTML {
    switch draw.stage {
    case .revealed:
      p { a(.href(Link.publicDrawArchive(draw.number))) { "下载这次抽取的资料（ZIP）" } }
    case .drawnSealed:
      p(.class("notes")) {
        "这次抽取已经完成，但属于不预先告知的检查，检查结束后才公开资料，现在还不能核对。"
          + "记录指纹已经公布：\(draw.drawnDigest ?? draw.endDigest ?? "")，届时公开的记录必须与它相符。"
      }
    case .void:
      p(.class("notes")) { "这次抽取已作废，没有结果可以核对。理由：\(draw.voidReason ?? "")" }
    case .frozen, .committed, .beaconed:
      p(.class("notes")) {
        "这次抽取还没有进行，没有结果可以核对。名单和规则已经封存，公共随机数最早在\(draw.beacon.after.chinese)产生。"
      }
    }
  }

  @HTMLBuilder
  private static func latest(_ draws: [DrawRow]) -> some HTML {
    if draws.isEmpty {
      p(.class("quiet")) { "目前还没有已公开的抽取。" }
    } else {
      p(.class("row small")) {
        span(.class("quiet")) { "最近公开：" }
        each(draws) { draw in
          a(.href(Link.verifyDraw(draw.number)), .title(draw.title)) { "第\(draw.number)次抽取" }
        }
      }
    }
  }

  // MARK: other ways

  private static func otherWays(_ model: Model) -> some HTML {
    card("另外的办法", note: "三个核对程序的答复逐字节相同") {
      div(.class("columns")) {
        div(.class("stack")) {
          h3 { "一个文件，放在U盘上" }
          p { "把本页的核对程序下载成一个网页文件，不联网也能用，用浏览器打开即可。" }
          div(.class("actions")) {
            a(.class("button"), .href(Link.offlineVerifier)) {
              "下载 \(OfflineVerifier.fileName)（\(model.offlineSize / 1024) KiB）"
            }
          }
          p(.class("small quiet")) { "这个文件的SHA-256：" }
          p { hash(model.offlineDigest, isWhole: true) }
        }
        div(.class("stack")) {
          h3 { "命令行" }
          p {
            "网页和 mingcha 程序出自同一份源码；verify.py 是另写的一个，照公布的规则写成，只用 Python 3.11 自带的库，"
              + "四百行，可以通读。对下载的ZIP或解开的文件夹运行其中一个："
          }
          pre { "mingcha verify 抽取资料\npython3 verify.py 抽取资料" }
          div(.class("actions")) {
            a(.class("button"), .href(Link.verifierScript)) { "下载 verify.py" }
          }
          p(.class("small quiet")) { "这个文件的SHA-256：" }
          p { hash(model.scriptDigest, isWhole: true) }
          p {
            "程序只读这些文件，不联网，不看时间。相同，打印 verified 和记录指纹，以代码 0 结束；"
              + "有一个字节不同，指出第一处不同的行，以代码 1 结束；文件本身有误，以代码 2 结束。"
          }
        }
      }
    }
  }

  private static func compareDigests() -> some HTML {
    card("再对照事先公布的指纹") {
      ol {
        li { "抽取页面上“事先的封存与承诺”里的名单指纹，应与重算出的相同：名单没有在抽取前后被换过。" }
        li { "每一方的承诺值，应由它后来交出的随机数算出：没有人在看到公共随机数之后才选自己的数。" }
        li { "公共随机数应与其来源公布的相同：抽取者不能挑选结果。" }
        li { "记录指纹应与抽取当时公布的相同：公布的记录就是当时抽出的那一份。" }
      }
    }
  }

  private static func withoutUs() -> some HTML {
    card("不用我们的程序也可以") {
      p {
        "算法 mingcha-draw-1 全部由散列值的大小比较组成，只用整数和字节，任何人都能照"
        a(.href(Link.drawRule)) { "规则全文" }
        "另写一个程序；规则先用一页纸和七家机构的例子讲清楚，再逐条写准确。"
      }
      p {
        "每家机构的签号 = 散列(标签 ‖ 种子 ‖ 阶段 ‖ 机构编号)，同一类别里签号最小的被抽中。因此同一类别里每家机构被抽中的机会完全相同，都是 抽取数 / 家数。"
      }
    }
  }

  private static func recordDigests() -> some HTML {
    card("公开记录的指纹") {
      p { "每一份公开的计划、抽取和检查结果都可以下载为 JSON（UTF-8，键按升序排列，没有空格）。其 SHA-256 就是页面上的指纹：" }
      pre { "sha256sum 记录.json" }
      p { "记录更正时公布新的版本，写明理由；原来的版本和指纹保留，并标明已被更正。" }
    }
  }
}
