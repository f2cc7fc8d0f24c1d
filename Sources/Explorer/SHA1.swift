/// The hash of FIPS 180-4 that the opening handshake of WebSocket asks for (RFC 6455, section 4.2.2); it keeps nothing secret there.
func sha1(_ message: [UInt8]) -> [UInt8] {
  var hash: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  var padded = message + [0x80]
  padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
  padded += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(8 * message.count) >> UInt64(56 - 8 * $0)) }
  for start in stride(from: 0, to: padded.count, by: 64) {
    var words = (0..<16).map { k in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[start + 4 * k + $1]) } }
    for k in 16..<80 { words.append(rotated(words[k - 3] ^ words[k - 8] ^ words[k - 14] ^ words[k - 16], 1)) }
    var (a, b, c, d, e) = (hash[0], hash[1], hash[2], hash[3], hash[4])
    for k in 0..<80 {
      let (mixed, constant): (UInt32, UInt32) =
        switch k / 20 {
        case 0: (b & c | ~b & d, 0x5A82_7999)
        case 1: (b ^ c ^ d, 0x6ED9_EBA1)
        case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = rotated(a, 5) &+ mixed &+ e &+ constant &+ words[k]
      (e, d, c, b, a) = (d, c, rotated(b, 30), a, next)
    }
    for (index, value) in [a, b, c, d, e].enumerated() { hash[index] &+= value }
  }
  return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
}

private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
