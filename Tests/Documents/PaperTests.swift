import Foundation
import Testing

@testable import Documents

@Suite("PDF by a program")
struct PaperTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-paper-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test("a Chinese document becomes a PDF and nothing is left behind")
  func paper() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let html = "<!doctype html><html lang=\"zh-CN\"><body><h1>一企一卷</h1></body></html>"
    let bytes = try PaperProgram().pdf(
      from: Array(html.utf8), style: Array("@page { size: A4 }".utf8), in: folder.path)
    #expect(bytes.starts(with: Array("%PDF-".utf8)))
    #expect(bytes.count > 1000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("when every place is taken it says so at once, and what takes too long is stopped")
  func limits() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: PaperFault.busy) {
      try PaperProgram(places: 0).pdf(from: [], style: [], in: folder.path)
    }
    #expect(throws: PaperFault.tooSlow(seconds: 0)) {
      try PaperProgram(seconds: 0).pdf(from: [], style: [], in: folder.path)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
