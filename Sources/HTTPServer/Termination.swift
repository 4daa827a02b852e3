internal import Glibc

/// Keeps SIGTERM and SIGINT from ending the process; call it first, so that every thread started
/// later inherits it.
package func blockTerminationSignals() {
  var signals = terminationSignals()
  _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
}

/// Waits until SIGTERM or SIGINT arrives, blocking both in this thread first.
package func waitForTermination() {
  blockTerminationSignals()
  var signals = terminationSignals()
  var signal: Int32 = 0
  while unsafe sigwait(&signals, &signal) != 0 {}
}

private func terminationSignals() -> sigset_t {
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  unsafe sigaddset(&signals, SIGTERM)
  unsafe sigaddset(&signals, SIGINT)
  return signals
}

/// Runs `body` with signals blocked: threads started by it never handle one, except those that
/// tell of a fault in the thread itself.
func withSignalsBlocked<Result, Failure>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  var all = sigset_t()
  var before = sigset_t()
  unsafe sigfillset(&all)
  for fault in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT] { unsafe sigdelset(&all, fault) }
  _ = unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
  defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
  return try body()
}
