internal import Glibc

// `mingcha draw DIR` and `mingcha verify DIR`.
let arguments = CommandLine.arguments.dropFirst()
if arguments.count == 2, let directory = arguments.last {
  switch arguments.first {
  case "draw": exit(runDraw(directory: directory))
  case "verify": exit(runVerify(directory: directory))
  default: break
  }
}
exit(complain("用法：mingcha draw 文件夹 | mingcha verify 文件夹"))
