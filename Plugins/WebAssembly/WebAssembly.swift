import Foundation
import PackagePlugin

/// Builds the draw for browsers whenever its sources change, as part of every plain build.
@main
struct WebAssembly: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let door = target.sourceModule,
      let draw = try context.package.targets(named: ["Draw"]).first?.sourceModule,
      let kernels = try context.package.targets(named: ["DrawKernels"]).first?.sourceModule
    else { return [] }
    let script = door.directoryURL.appending(path: "build.sh")
    let sources = draw.sourceFiles(withSuffix: "swift").map(\.url)
    let folder = context.pluginWorkDirectoryURL
    let swiftc = try context.tool(named: "swiftc").url
    return [
      .buildCommand(
        displayName: "Compiling Draw to WebAssembly",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path, swiftc.path, folder.path, kernels.directoryURL.path]
          + sources.map(\.path).sorted(),
        inputFiles: sources + door.sourceFiles(withSuffix: "swift").map(\.url)
          + ["build.sh", "Runtime/runtime.c", "Runtime/string.h"].map {
            door.directoryURL.appending(path: $0)
          }
          + ["include/kernels.h", "lanes.c", "lanes.inc", "message.h", "constants.h"].map {
            kernels.directoryURL.appending(path: $0)
          },
        outputFiles: [folder.appending(path: "Module.swift")])
    ]
  }
}
