import Superconductors

/// The name of a card that exists.
struct MaterialCardName: Sendable, Equatable {
  let name: String

  init?(_ name: String) {
    guard MaterialCard.named(name) != nil else { return nil }
    self.name = name
  }

  static var known: [String] { MaterialCard.all.map(\.name) }
}
