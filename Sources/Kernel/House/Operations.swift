internal import HTTP
internal import Storage

/// What the people who run the server look at.
package enum Operations {
  static let routes: [Route] = [
    .get("/healthz", .anyone) { _ in .text("ok\n") },
    .get("/readyz", .anyone) { call in
      _ = try call.house.store.read { try $0.count("SELECT count(*) AS value FROM journal_head") }
      return .text("ready\n")
    },
    .get("/metrics", .anyone) { call in
      // Numbers only, but still only for the machine itself or its proxy's operator.
      guard call.request.isFromThisMachine else {
        throw Problem.notFound
      }
      return .bytes(
        Array(call.house.metrics.prometheus().utf8), type: "text/plain; version=0.0.4")
    },
    .get("/assets/:name", .anyone) { call in
      let accepts = call.request.header("accept-encoding")?.contains("gzip") ?? false
      guard let name = call.parameters["name"],
        let response = call.house.assets.response(name, acceptsGzip: accepts)
      else { throw Problem.notFound }
      return response
    },
  ]
}
