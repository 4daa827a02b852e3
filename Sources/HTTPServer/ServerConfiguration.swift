/// How the server listens and what it lets in.
package struct ServerConfiguration: Sendable {
  /// A numeric address; `::` listens on IPv4 too.
  package var host: String
  /// 0 takes any free port; `Server.port` tells which.
  package var port: UInt16
  /// Threads that read and write; they never run a handler.
  package var pollThreads: Int
  /// Threads that run handlers.
  package var workers: Int
  /// Complete requests that may wait for a worker; one more is answered 503.
  package var queueLimit: Int
  /// Connections at a time; more wait in the kernel.
  package var connectionLimit: Int
  /// For url-encoded forms, for the text fields of multipart forms and for other bodies.
  package var formLimitBytes: Int
  /// For a multipart form as a whole.
  package var uploadLimitBytes: Int
  /// A connection silent for that long is closed.
  package var timeoutSeconds: Int
  /// Where the files of forms are kept until the response.
  package var uploadFolder: String
  /// PEM, with the chain; both paths or neither.
  package var tlsCertificatePath: String?
  package var tlsKeyPath: String?

  package init(
    host: String = "127.0.0.1", port: UInt16 = 8080, pollThreads: Int = 2, workers: Int = 8,
    queueLimit: Int = 256, connectionLimit: Int = 4096, formLimitBytes: Int = 1 << 20,
    uploadLimitBytes: Int = 64 << 20, timeoutSeconds: Int = 30, uploadFolder: String,
    tlsCertificatePath: String? = nil, tlsKeyPath: String? = nil
  ) {
    self.host = host
    self.port = port
    self.pollThreads = pollThreads
    self.workers = workers
    self.queueLimit = queueLimit
    self.connectionLimit = connectionLimit
    self.formLimitBytes = formLimitBytes
    self.uploadLimitBytes = uploadLimitBytes
    self.timeoutSeconds = timeoutSeconds
    self.uploadFolder = uploadFolder
    self.tlsCertificatePath = tlsCertificatePath
    self.tlsKeyPath = tlsKeyPath
  }
}
