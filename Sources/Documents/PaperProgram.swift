internal import Glibc
internal import Synchronization

/// Why no PDF was made.
package enum PaperFault: Error, Sendable, Equatable {
  /// The program is not installed.
  case missing(program: String)
  /// All places are taken; try again soon.
  case busy
  /// It took longer than allowed and was stopped.
  case tooSlow(seconds: Int)
  /// It gave up; its last line.
  case failed(String)
}

/// Makes PDF out of HTML by WeasyPrint, a program of Debian, in a process of its own.
///
/// It gets a document and a style sheet as files in a folder of its own, a bare environment, and
/// limits on memory, processor time and the size of what it writes (`prlimit` of util-linux). The
/// document must point to nothing outside itself.
package final class PaperProgram: Sendable {
  private static let program = "/usr/bin/weasyprint"
  private static let limiter = "/usr/bin/prlimit"
  private static let memoryBytes = 2 << 30
  private static let largestBytes = 256 << 20

  private let places: Int
  private let seconds: Int
  private let running = Mutex(0)

  /// - Parameters:
  ///   - places: how many run at once.
  ///   - seconds: how long one may take.
  package init(places: Int = 2, seconds: Int = 60) {
    self.places = places
    self.seconds = seconds
  }

  /// - Parameter folder: where the working folder is made and removed again.
  /// - Throws: `PaperFault`.
  package func pdf(
    from document: [UInt8], style: [UInt8], in folder: String
  ) throws(PaperFault) -> [UInt8] {
    for program in [Self.program, Self.limiter] where unsafe access(program, X_OK) != 0 {
      throw .missing(program: program)
    }
    let isFree = running.withLock { count in
      if count >= places { return false }
      count += 1
      return true
    }
    guard isFree else { throw .busy }
    defer { running.withLock { $0 -= 1 } }
    let work = try WorkFolder(in: folder)
    defer { work.remove() }
    try work.write(document, "document.html")
    try work.write(style, "style.css")
    let status = try run(in: work)
    guard status == 0, let bytes = work.read("document.pdf"), bytes.starts(with: "%PDF-".utf8)
    else { throw .failed(work.lastLine("errors.txt")) }
    return bytes
  }

  private func run(in work: borrowing WorkFolder) throws(PaperFault) -> Int32 {
    let arguments = [
      Self.limiter, "--as=\(Self.memoryBytes)", "--cpu=\(seconds)", "--fsize=\(Self.largestBytes)",
      "--core=0", Self.program, "--quiet", "--encoding", "utf-8", "--stylesheet",
      work.path("style.css"), work.path("document.html"), work.path("document.pdf"),
    ]
    let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=\(work.folder)"]
    let child = try spawn(arguments, environment, errors: work.path("errors.txt"))
    return try wait(for: child)
  }

  private func spawn(
    _ arguments: [String], _ environment: [String], errors: String
  ) throws(PaperFault) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
    // Sockets and databases of the server are not the program's business. What is not open is
    // passed over; what lies above is marked close-on-exec by those who opened it.
    for descriptor in 3..<Int32(1024) {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var child: pid_t = 0
    let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let settings = unsafe environment.map { unsafe strdup($0) } + [nil]
    let code = unsafe posix_spawn(&child, arguments[0], &actions, nil, words, settings)
    for index in unsafe words.indices { unsafe free(words[index]) }
    for index in unsafe settings.indices { unsafe free(settings[index]) }
    guard code == 0 else { throw .failed("posix_spawn: error \(code)") }
    return child
  }

  private func wait(for child: pid_t) throws(PaperFault) -> Int32 {
    var status: Int32 = 0
    for _ in 0..<(seconds * 100) {
      let ended = unsafe waitpid(child, &status, WNOHANG)
      if ended == child { return status }
      if ended < 0, errno != EINTR { throw .failed("waitpid: error \(errno)") }
      usleep(10_000)
    }
    kill(child, SIGKILL)
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    throw .tooSlow(seconds: seconds)
  }
}

/// A folder of its own for one run.
private struct WorkFolder: ~Copyable {
  let folder: String

  init(in parent: String) throws(PaperFault) {
    var name = Array((parent + "/paper-XXXXXX").utf8CString)
    let made = unsafe name.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
    }
    guard made else { throw .failed("mkdtemp: error \(errno)") }
    folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  func write(_ bytes: [UInt8], _ name: String) throws(PaperFault) {
    guard let file = unsafe fopen(path(name), "wxe") else {
      throw .failed("\(name): error \(errno)")
    }
    let count = unsafe fwrite(bytes, 1, bytes.count, file)
    guard unsafe fclose(file) == 0, count == bytes.count else {
      throw .failed("\(name): error \(errno)")
    }
  }

  func read(_ name: String) -> [UInt8]? {
    guard let file = unsafe fopen(path(name), "re") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&part, 1, part.count, file)
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
  }

  func lastLine(_ name: String) -> String {
    let text = String(decoding: (read(name) ?? []).suffix(2000), as: UTF8.self)
    return text.split(separator: "\n").last.map(String.init) ?? "no document was written"
  }

  func remove() {
    for name in ["document.html", "style.css", "document.pdf", "errors.txt"] {
      unsafe unlink(path(name))
    }
    // Its cache, if it made one, stays inside.
    unsafe rmdir(folder)
  }
}
