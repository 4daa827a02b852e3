import Foundation
import QR
import Testing

@Suite("QR codes")
struct QRTests {
  /// What a stock reader sees in the code, drawn with `scale` pixels a module.
  private func read(_ code: QRCode, scale: Int = 4) throws -> String {
    let edge = code.side + 2 * QRCode.quietZone
    var image = "P1\n\(edge * scale) \(edge * scale)\n"
    for row in 0..<edge * scale {
      for column in 0..<edge * scale {
        let place = (row / scale - QRCode.quietZone, column / scale - QRCode.quietZone)
        let isInside = (0..<code.side).contains(place.0) && (0..<code.side).contains(place.1)
        image += isInside && code[place.0, place.1] ? "1 " : "0 "
      }
      image += "\n"
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pbm")
    try Data(image.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/zbarimg")
    process.arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  @Test(
    "a stock reader reads what was written",
    arguments: [
      "https://mingcha.example.gov.cn/public/draws/12/proof?body=4711", "明察", "A",
      String(repeating: "https://example/", count: 40),
    ])
  func read(text: String) throws {
    let code = try #require(QRCode(text))
    #expect(try read(code) == text + "\n")
  }

  @Test("runs are the dark modules of a row")
  func runs() throws {
    let code = try #require(QRCode("mingcha"))
    #expect(code.side == 21)
    for row in 0..<code.side {
      let dark = Set(code.runs(row: row).joined())
      for column in 0..<code.side { #expect(dark.contains(column) == code[row, column]) }
    }
    // The finder pattern in the corner: seven dark, one light.
    #expect(code.runs(row: 0).first == 0..<7)
  }

  @Test(
    "what no code can hold has none", arguments: ["", "a\0b", String(repeating: "x", count: 2332)])
  func impossible(text: String) {
    #expect(QRCode(text) == nil)
  }
}
