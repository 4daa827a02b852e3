internal import HTTP
internal import Synchronization

/// What the callbacks of the library and the workers share.
final class Core: Sendable {
  let configuration: ServerConfiguration
  let metrics: Metrics
  let refusal: @Sendable (Int, Request) -> Response
  let handler: @Sendable (Request) -> Response
  let pool: WorkerPool
  /// From the first line of a request to the last byte of its answer.
  let underWay = Atomic(0)
  let isStopping = Atomic(false)
  /// What the library says while it starts.
  let messages = Mutex<[String]?>([])

  init(
    _ configuration: ServerConfiguration, metrics: Metrics,
    refusal: @escaping @Sendable (Int, Request) -> Response,
    handler: @escaping @Sendable (Request) -> Response
  ) {
    self.configuration = configuration
    self.metrics = metrics
    self.refusal = refusal
    self.handler = handler
    pool = WorkerPool(workers: configuration.workers, queueLimit: configuration.queueLimit)
  }

  func reply(_ response: Response, to request: Request) -> Reply? {
    let closing = isStopping.load(ordering: .relaxed)
    let ready = response.completed().conditional(on: request).compressed(for: request)
    return Reply(ready, closing: closing)
      ?? Reply(refusal(500, request).completed(), closing: closing)
  }
}
