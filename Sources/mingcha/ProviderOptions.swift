internal import Accounts
internal import DrawFolder
internal import Glibc
internal import HTTPClient
internal import Kernel

/// How `serve` is told about an identity provider.
let providerOptions: [Option] = [
  .value("oidc-issuer", "网址", "统一身份认证（OpenID Connect）的 issuer，如 https://id.example；不给则只用密码登录"),
  .value("oidc-client", "编号", "本系统在身份认证方登记的 client_id"),
  .value("oidc-secret", "文件", "存放 client_secret 的文件；不给则为公开客户端，只用 PKCE"),
  .value("oidc-label", "名称", "登录页按钮上的名称，默认“统一身份认证”"),
  .value("oidc-ca", "文件", "身份认证方的 CA 证书（PEM），默认用系统的"),
]

/// - Throws: `UsageFault` for options that do not fit together, `BrokenInput` for a secret that
///   cannot be read.
func identityProvider(_ arguments: Arguments) throws -> IdentityProvider? {
  guard let issuer = arguments["oidc-issuer"] else {
    if let other = providerOptions.first(where: { arguments[$0.name] != nil }) {
      throw UsageFault(sentence: "给了 --\(other.name) 就要同时给 --oidc-issuer。")
    }
    return nil
  }
  guard let client = arguments["oidc-client"] else {
    throw UsageFault(sentence: "给了 --oidc-issuer 就要同时给 --oidc-client。")
  }
  guard IdentityProviderConfiguration.isFit(issuer) else {
    throw UsageFault(sentence: "选项 --oidc-issuer 应以 https:// 开头，不能是“\(issuer)”：密码和令牌不能明文传送。")
  }
  guard arguments["site"] != nil else {
    throw UsageFault(sentence: "统一身份认证要把人送回本系统，请同时用 --site 写明公众访问的网址。")
  }
  let secret = try arguments["oidc-secret"].map { path in
    try readLine(path)
  }
  return IdentityProvider(
    IdentityProviderConfiguration(
      issuer: issuer, clientID: client, clientSecret: secret,
      label: arguments["oidc-label"] ?? "统一身份认证"),
    client: HTTPClient(certificatesPath: arguments["oidc-ca"]), now: OpenedStore.now)
}

/// The first line of a small file.
private func readLine(_ path: String) throws(BrokenInput) -> String {
  guard let file = unsafe fopen(path, "re") else {
    throw BrokenInput(sentence: "读不了 \(path)（\(reason(errno))），请检查 --oidc-secret。")
  }
  defer { unsafe fclose(file) }
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = unsafe fread(&buffer, 1, buffer.count, file)
  let line = buffer.prefix(count).prefix { $0 > 0x20 && $0 < 0x7F }
  guard !line.isEmpty else {
    throw BrokenInput(sentence: "\(path) 的第一行应为 client_secret，现在是空的。")
  }
  return String(decoding: line, as: UTF8.self)
}
