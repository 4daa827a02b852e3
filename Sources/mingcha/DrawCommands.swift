internal import Draw
internal import DrawFolder
internal import Glibc

// The commands `draw` and `verify`: a draw folder in, text on standard output, an exit status out.

/// Computes the draw in `directory` and writes its transcript to standard output.
///
/// - Parameter line: tells how far it has come.
/// - Returns: 0; 2 with one sentence on standard error if a file is refused or cannot be read.
func runDraw(directory: String, _ line: ProgressLine) -> Int32 {
  do throws(Refusal) {
    let folder = try DrawFolder(directory)
    let progress = DrawProgressLine(line)
    defer { progress.end() }
    let result = try draw(
      try folder.roster(), try folder.sideFiles(), crew: Threads(), progress: progress.report)
    try write(result.transcript, to: STDOUT_FILENO)
    return ExitStatus.fine
  } catch {
    return complain(error.description)
  }
}

/// Repeats the draw in `directory` and compares it with the `transcript.txt` there.
///
/// - Parameters:
///   - tree: path of a tree kept with the original; what differs from it is told too.
///   - line: tells how far it has come.
/// - Returns: 0 and the end digest if they agree, 1 and the first differing line if not; 2 with one
///   sentence on standard error if a file is refused or cannot be read.
func runVerify(directory: String, against tree: String?, _ line: ProgressLine) -> Int32 {
  do throws(Refusal) {
    let folder = try DrawFolder(directory)
    guard let tree else { return try verify(folder, line) }
    let original = try parse(tree) { text throws(Refusal) in try TreeFile(text: text) }
    let differences = original.differences(from: try drawFiles(in: folder))
    var status: Int32
    do throws(Refusal) {
      status = try verify(folder, line)
    } catch {
      status = complain(error.description)
    }
    for difference in differences { try say(difference.description) }
    if differences.isEmpty { try say("各文件与留存的散列树一致。") }
    if !differences.isEmpty { status = max(status, ExitStatus.refused) }
    return status
  } catch {
    return complain(error.description)
  }
}

private func verify(_ folder: DrawFolder, _ line: ProgressLine) throws(Refusal) -> Int32 {
  let roster = try folder.roster()
  let files = try folder.sideFiles()
  let transcript = try folder.file(FileName.transcript)
  let progress = DrawProgressLine(line)
  defer { progress.end() }
  let verification = try verify(
    roster, files, transcript: transcript, crew: Threads(), progress: progress.report)
  try say(verification.description)
  if case .differs = verification { return ExitStatus.refused }
  return ExitStatus.fine
}
