internal import Accounts
internal import Capabilities
internal import Composition
internal import Glibc
internal import HTTP
internal import HTTPServer
internal import Kernel
internal import Storage

let serveCommand = Command(
  name: "serve", summary: "启动网站", positional: [],
  options: databaseOptions + [
    .value("host", "地址", "监听地址，默认 127.0.0.1"),
    .value("port", "端口", "监听端口，默认 8080；0 为任一空闲端口"),
    .value("workers", "数量", "同时处理的请求数，默认为处理器数的两倍，至少 4"),
    .value("tls-cert", "文件", "TLS 证书（PEM），与 --tls-key 一起给"),
    .value("tls-key", "文件", "TLS 私钥（PEM）"),
    .value("anchor", "文件", "操作日志每日锚定写到哪个文件，默认为数据文件夹里的 journal-anchor.txt；供另一方保存"),
    .flag("behind-tls", "前面有 TLS 代理：Cookie 只走加密连接"),
    .value("site", "网址", "公众访问的网址，如 https://mingcha.example，印在二维码里；默认取请求的主机名"),
  ] + providerOptions,
  details: """
    首次启动自动建库。收到 SIGTERM 或 SIGINT 后处理完手头的请求再退出。
    运行状况：/healthz（活着）、/readyz（数据库可用）、/metrics（Prometheus，仅限本机）。
    """,
  run: { try serve($0) })

private func serve(_ arguments: Arguments) throws -> Int32 {
  blockTerminationSignals()
  let port = try arguments.number("port", 0...65535, default: 8080)
  let workers = try arguments.number("workers", 1...1024, default: defaultWorkers())
  let isTLS = arguments["tls-cert"] != nil
  let site = try arguments["site"].map { text throws(UsageFault) in
    guard let site = SiteAddress(text) else {
      throw UsageFault(sentence: "选项 --site 应为 https:// 或 http:// 加主机名，不带路径，不能是“\(text)”。")
    }
    return site
  }
  let provider = try identityProvider(arguments)
  let opened = try OpenedStore(arguments, for: .serving, connections: workers + 1)
  defer { opened.store.close() }
  let metrics = Metrics()
  let house = try opened.house(
    metrics: metrics, isSecure: isTLS || arguments.has("behind-tls"), site: site,
    provider: provider)
  let uploads = "\(opened.folder)/uploads"
  _ = unsafe mkdir(uploads, 0o750)
  removeLeft("upload-", in: uploads)
  removeLeft("export-", in: "\(opened.folder)/exports")
  Accounts.prepareSignIn()
  let configuration = ServerConfiguration(
    host: arguments["host"] ?? "127.0.0.1", port: UInt16(port), workers: workers,
    uploadFolder: uploads, tlsCertificatePath: arguments["tls-cert"],
    tlsKeyPath: arguments["tls-key"])
  let server = Server(
    configuration, metrics: metrics, refusal: { house.refuse($0, $1) },
    handler: { house.handle($0) })
  do {
    try server.start()
  } catch {
    return complain("启动不了：\(error.description)")
  }
  let caretaker = Caretaker(
    house, anchorFile: arguments["anchor"] ?? "\(opened.folder)/journal-anchor.txt")
  caretaker.start()
  let scheme = isTLS ? "https" : "http"
  let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
  // A server without a terminal serves all the same.
  try? say("明察已启动：\(scheme)://\(host):\(server.port)/")
  try? say("数据库：\(opened.location)")
  waitForTermination()
  try? say("正在退出：处理完手头的请求。")
  caretaker.stop()
  server.stop(graceSeconds: 30)
  house.stop()
  return ExitStatus.fine
}

/// Removes what an earlier run left when it was killed in the middle of an upload or export; what is
/// younger than an hour may belong to another server on the same folder.
private func removeLeft(_ prefix: String, in folder: String) {
  guard let open = unsafe opendir(folder) else { return }
  defer { unsafe closedir(open) }
  let limit = time(nil) - 3600
  while let entry = unsafe readdir(open) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { text in
        unsafe String(cString: text)
      }
    }
    let path = "\(folder)/\(name)"
    var status = stat()
    guard name.hasPrefix(prefix), unsafe lstat(path, &status) == 0,
      status.st_mode & S_IFMT == S_IFREG, status.st_mtim.tv_sec < limit
    else { continue }
    unsafe unlink(path)
  }
}

/// Two for every processor: enough that one may wait for the disk while
/// another computes, few enough that requests are finished in their order.
private func defaultWorkers() -> Int {
  min(64, max(4, 2 * sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
