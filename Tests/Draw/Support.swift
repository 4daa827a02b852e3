import Draw
import Foundation

/// A fixed generator (SplitMix64): the same numbers in every run.
struct FixedGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A text file from lines whose fields are separated by spaces here.
func file(_ lines: [String]) -> [UInt8] {
  var text = ""
  for line in lines { text += line.replacingOccurrences(of: " ", with: "\t") + "\n" }
  return [UInt8](text.utf8)
}

func rules(_ lines: [String], suite: String = "sha256") -> [UInt8] {
  file(["spec mingcha-draw-1", "suite \(suite)", "title t"] + lines)
}

/// A seed file with one public contribution.
func seed(_ value: Int) -> [UInt8] { file(["contributor kind value", "x public \(value)"]) }

/// What is thrown, as a value.
func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
  do throws(Refusal) {
    try body()
    return nil
  } catch {
    return error
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
