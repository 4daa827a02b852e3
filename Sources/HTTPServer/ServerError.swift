/// Why the server does not start.
package enum ServerError: Error, Equatable {
  /// `start` was called twice.
  case alreadyStarted
  /// A number of the configuration outside what works.
  case setting(name: String, value: Int, allowed: String)
  case hostNotNumeric(String)
  case portInUse(host: String, port: UInt16)
  case portForbidden(port: UInt16)
  case cannotListen(host: String, port: UInt16, reason: String)
  case uploadFolder(path: String, reason: String)
  /// One of certificate and key is given without the other.
  case tlsHalf
  case tlsFile(path: String, reason: String)
  /// The library refused the certificate and the key, with its words.
  case tls(certificate: String, key: String, reason: String)
  case threads(reason: String)
  case library(reason: String)
}

extension ServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .alreadyStarted:
      "服务已经启动，不能再次启动。"
    case .setting(let name, let value, let allowed):
      "服务设置 \(name) 的值 \(value) 无效，允许范围：\(allowed)。"
    case .hostNotNumeric(let host):
      "监听地址“\(host)”不是数字形式的 IP 地址，请改为如 127.0.0.1 或 :: 的地址。"
    case .portInUse(let host, let port):
      "\(host) 的端口 \(port) 已被占用，请停止占用它的程序或换一个端口。"
    case .portForbidden(let port):
      "没有权限监听端口 \(port)，请使用 1024 以上的端口或授予程序绑定低端口的权限。"
    case .cannotListen(let host, let port, let reason):
      "无法在 \(host) 端口 \(port) 上监听：\(reason)。请检查该地址是否属于本机。"
    case .uploadFolder(let path, let reason):
      "上传文件的临时目录 \(path) 不可用：\(reason)。请创建该目录并授予写权限。"
    case .tlsHalf:
      "TLS 证书和私钥必须同时配置，现在只配置了一个。"
    case .tlsFile(let path, let reason):
      "无法读取 TLS 文件 \(path)：\(reason)。"
    case .tls(let certificate, let key, let reason):
      "TLS 证书 \(certificate) 与私钥 \(key) 不能使用（可能不匹配或不是 PEM 格式）：\(reason)。"
    case .threads(let reason):
      "无法创建工作线程：\(reason)。请检查系统的进程数限制。"
    case .library(let reason):
      "HTTP 服务无法启动：\(reason)。"
    }
  }
}
