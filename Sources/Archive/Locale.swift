internal import Glibc

/// Runs with a UTF-8 locale on this thread only: libarchive converts names by the locale, and a
/// server starts in one that knows ASCII alone.
func inUTF8Locale<T>(
  _ body: () throws(ArchiveError) -> T
) throws(ArchiveError) -> T {
  guard let utf8 = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else {
    throw .failed("the locale C.UTF-8 is missing")
  }
  let before = unsafe uselocale(utf8)
  defer {
    unsafe uselocale(before)
    unsafe freelocale(utf8)
  }
  return try body()
}
