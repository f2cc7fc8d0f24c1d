/// The cyclic redundancy check of zlib, PNG and Ethernet (CRC-32/ISO-HDLC). It finds every change of up to 32 bits in a row, so
/// every wrong byte, and all but one in four billion of other damage; it is no protection against a forger.
///
/// ```swift
/// crc32(Array("123456789".utf8))  // 0xCBF4_3926
/// ```
package func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  ~bytes.reduce(~0) { crc, byte in table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
}

private let table: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
}
