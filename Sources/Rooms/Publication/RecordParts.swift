internal import HTML
internal import Kernel
internal import Supervision

/// What stands below every published record: its digest, its bytes, its versions.
enum RecordParts {
  static func proof(
    _ row: PublishedRow, _ versions: [PublishedRow], _ download: @escaping (Int) -> Link
  ) -> some HTML {
    card("公开记录", note: "第\(row.version)版，\(row.publishedAt.chinese) 公开") {
      p { "这一页由下面的记录生成。下载后计算其 SHA-256，应与这里的指纹相同。" }
      if row.kind == .result {
        p(.class("quiet")) { row.publisher == nil ? "到期由系统自动公开。" : "由公示人员公开。" }
      }
      p { hash(row.digest, isWhole: true) }
      p { a(.class("button"), .href(download(row.version))) { "下载记录（JSON）" } }
      if versions.count > 1 { history(row, versions, download) }
    }
  }

  private static func history(
    _ row: PublishedRow, _ versions: [PublishedRow], _ download: @escaping (Int) -> Link
  ) -> some HTML {
    let hasReasons = versions.contains { !$0.correction.isEmpty }
    return div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("版本", isNumber: true)
            heading("公开时间")
            if hasReasons { heading("更正理由") }
            heading("指纹")
            heading("")
          }
        }
        tbody {
          each(versions) { version in
            tr {
              td(.class("num")) { version.version }
              td { version.publishedAt.chinese }
              if hasReasons { td(.class("wrap")) { version.correction } }
              td { hash(version.digest) }
              td { a(.href(download(version.version))) { "下载" } }
            }
          }
        }
      }
    }
  }
}
