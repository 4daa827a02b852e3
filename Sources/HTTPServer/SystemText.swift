internal import Glibc

/// What the system says about an error number.
func systemText(_ number: Int32) -> String {
  unsafe String(cString: strerror(number))
}
