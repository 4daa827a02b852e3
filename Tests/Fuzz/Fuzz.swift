import Glibc

// The door of libFuzzer. One program for all targets: which one it is, its own name says
// (`fuzz-rules`, …), so that each has its corpus and all are built at once.

/// The target of this process; set once, before the first input.
private nonisolated(unsafe) var target: (@Sendable ([UInt8]) -> Void)?

@_cdecl("LLVMFuzzerInitialize")
func initialize(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> Int32 {
  let name = String(cString: words.pointee[0]).split(separator: "-").last.map(String.init) ?? ""
  target = targets[name]
  if target == nil { fail("no target of the name \(name)") }
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  target?([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

/// Ends the process as a finding. Optimised code would not say what a precondition says.
func fail(_ message: String) -> Never {
  let line = Array("fuzz: \(message)\n".utf8)
  write(STDERR_FILENO, line, line.count)
  abort()
}

func expect(_ isFine: Bool, _ message: @autoclosure () -> String) {
  if !isFine { fail(message()) }
}
