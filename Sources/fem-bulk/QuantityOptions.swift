import ArgumentParser
import Magnets
import Notation

/// Options with a unit: `@Option(transform: quantity(.field))`. The parser puts the option's name before the message.
func quantity(_ dimension: Dimension) -> @Sendable (String) throws -> Double {
  { text in
    do {
      return try dimension.checked(parseQuantity(text, dimension), text)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}

/// The same for values that must be above zero.
func positiveQuantity(_ dimension: Dimension) -> @Sendable (String) throws -> Double {
  { text in
    let value = try quantity(dimension)(text)
    guard value > 0 else { throw ValidationError("\(text) is not positive; write a value above 0") }
    return value
  }
}

/// `--accuracy`, within the range of that key of a case.
@Sendable
func accuracyOption(_ text: String) throws -> Double {
  let value = try quantity(.ratio)(text)
  let bounds = SimulationCase.accuracyKey.bounds
  guard bounds.contains(value) else {
    throw ValidationError(
      "\(text) is outside of \(Dimension.ratio.text(bounds.lower)) to \(Dimension.ratio.text(bounds.upper))")
  }
  return value
}

/// The name of a material card.
@Sendable
func materialCard(_ name: String) throws -> MaterialCardName {
  guard let card = MaterialCardName(name) else {
    let known = MaterialCardName.known
    throw ValidationError(
      "unknown card; did you mean \(nearestFirst(known, to: name)[0])? (known: \(known.joined(separator: ", ")))")
  }
  return card
}
