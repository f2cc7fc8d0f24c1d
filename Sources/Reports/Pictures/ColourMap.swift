/// A colour map that is uniform to the eye, survives grey printing and can be told apart by the colour-blind.
struct ColourMap: Sendable {
  /// sRGB, evenly spaced from the lowest to the highest value.
  let colours: [String]

  /// 17 of the 256 colours of viridis; gnuplot 5.4 has no such palette of its own. Between them a straight line is off by
  /// less than 2 of 255. S. van der Walt and N. Smith, matplotlib 2.0 (2015), CC0.
  static let viridis = ColourMap([
    "440154", "48186a", "472d7b", "424086", "3b528b", "33638d", "2c728e", "26828e", "21918c", "1f9f88", "27ad81",
    "3dbc74", "5cc863", "81d34d", "aadc32", "d5e21a", "fde725",
  ])

  /// The same for cividis, which those who do not see red see alike. J. R. Nuñez, C. R. Anderton and R. S. Renslow,
  /// PLoS ONE 13, e0199239 (2018).
  static let cividis = ColourMap([
    "00224e", "002e6a", "1a386f", "32436d", "434e6c", "535a6d", "61656f", "6f7073", "7d7c78", "8b8778", "9a9376",
    "aaa073", "bbad6d", "ccba64", "ddc858", "efd748", "fee838",
  ])

  /// For values of both signs, 0 nearly white: RdBu of C. Brewer, colorbrewer2.org, blue to red.
  static let blueRed = ColourMap([
    "053061", "2065ab", "4393c3", "90c4dd", "d1e5f0", "f7f6f6", "fddbc7", "f3a481", "d6604d", "b1182b", "67001f",
  ])

  private init(_ colours: [String]) { self.colours = colours }

  /// From the highest to the lowest value: where values are negative, and the largest of them are to be the brightest.
  var reversed: ColourMap { ColourMap(colours.reversed()) }

  /// gnuplot's description of it.
  var palette: String {
    let entries = colours.enumerated().map { "\($0.offset) '#\($0.element)'" }
    return "set palette defined (\(entries.joined(separator: ", ")))"
  }
}
