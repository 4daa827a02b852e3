/// Where a ZIP tells about one of its entries.
struct ZipEntryPlaces {
  /// In the directory at the end.
  let record: Int
  /// Before the content.
  let header: Int
}

/// Every entry in the order of the directory; nil if the directory is not whole.
func zipDirectory(of bytes: [UInt8]) -> [ZipEntryPlaces]? {
  guard let end = endRecord(of: bytes) else { return nil }
  var places: [ZipEntryPlaces] = []
  var record = little(bytes, end + 16, 4)
  for _ in 0..<little(bytes, end + 10, 2) {
    guard record + 46 <= end, little(bytes, record, 4) == 0x0201_4B50 else { return nil }
    let header = little(bytes, record + 42, 4)
    guard header + 30 <= end, little(bytes, header, 4) == 0x0403_4B50 else { return nil }
    places.append(ZipEntryPlaces(record: record, header: header))
    record +=
      46 + little(bytes, record + 28, 2) + little(bytes, record + 30, 2)
      + little(bytes, record + 32, 2)
  }
  return record <= end ? places : nil
}

/// Whether every entry has one name: programs that read the directory and programs that read the
/// headers before the contents then find the same files.
func hasOneNameEach(_ bytes: [UInt8]) -> Bool {
  guard let directory = zipDirectory(of: bytes) else { return false }
  return directory.allSatisfy { entry in
    let length = little(bytes, entry.record + 28, 2)
    guard little(bytes, entry.header + 26, 2) == length,
      max(entry.record + 46, entry.header + 30) + length <= bytes.count
    else { return false }
    return bytes[(entry.record + 46)...].prefix(length)
      == bytes[(entry.header + 30)...].prefix(length)
  }
}

/// Where the last record of the archive begins; a comment may follow it.
private func endRecord(of bytes: [UInt8]) -> Int? {
  var place = bytes.count - 22
  let first = max(0, place - 0xFFFF)
  while place >= first {
    if little(bytes, place, 4) == 0x0605_4B50 {
      return place + 22 + little(bytes, place + 20, 2) == bytes.count ? place : nil
    }
    place -= 1
  }
  return nil
}

func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
  (0..<count).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
}
