internal import Kernel

/// A browser's own description in few words: `Chrome 120（Windows）`. What is not known stays as it
/// came; the whole text belongs into the title.
func browserName(_ agent: String) -> String {
  let browsers = [
    ("MicroMessenger/", "微信"), ("DingTalk/", "钉钉"), ("Edg/", "Edge"), ("EdgA/", "Edge"),
    ("Firefox/", "Firefox"), ("QQBrowser/", "QQ浏览器"), ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
  ]
  // An iPad says it is a Mac; Android says it is Linux too, so the narrower word comes first.
  let systems = [
    ("OpenHarmony", "鸿蒙"), ("HarmonyOS", "鸿蒙"), ("Android", "Android"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
  ]
  guard let browser = browsers.first(where: { agent.contains($0.0) }) else { return agent }
  let version = agent.firstRange(of: browser.0).map { range in
    agent[range.upperBound...].prefix { $0.isNumber }
  }
  var name = browser.1
  if let version, !version.isEmpty { name += " \(version)" }
  if let system = systems.first(where: { agent.contains($0.0) }) { name += "（\(system.1)）" }
  return name
}
