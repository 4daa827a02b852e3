internal import Glibc
internal import HTTP
internal import HTTPServer

// The server alone, for `make bench`: `/quick` answers at once, `/slow` after two seconds.
//
//     HTTPBench PORT WORKERS UPLOADS

private func complain(_ sentence: String, exit status: Int32) -> Never {
  let bytes = Array("\(sentence)\n".utf8)
  _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
  exit(status)
}

blockTerminationSignals()
let words = CommandLine.arguments.dropFirst()
guard words.count == 3, let port = UInt16(words[1]), let workers = Int(words[2]) else {
  complain("usage: HTTPBench PORT WORKERS UPLOADS", exit: 2)
}
let page = Response.html(Array("<!doctype html><title>quick</title><p>quick</p>\n".utf8))
let server = Server(
  ServerConfiguration(port: port, workers: workers, uploadFolder: words[3]), metrics: Metrics(),
  refusal: { status, _ in Response(status: status) },
  handler: { request in
    if request.path == "/slow" { sleep(2) }
    return page
  })
do {
  try server.start()
} catch {
  complain("HTTPBench: \(error.description)", exit: 1)
}
waitForTermination()
server.stop(graceSeconds: 5)
