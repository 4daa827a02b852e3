package import Kernel

extension Demo {
  /// What the application knows of made-up data.
  package static let room = Room(
    "demo", "演示", actions: [JournalAction("demo.generate", "生成演示数据")])
}
