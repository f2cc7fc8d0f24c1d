internal import RealModule

extension RectangularCoil {
  /// Field per unit current density at (r, z), [T/(A/m²)] and [Wb/m/(A/m²)]: to about 1e-12 of the largest, everywhere, the section's
  /// edges included. What coils are asked for; cells of a mesh make do with `field`.
  ///
  /// A sum over sheets from the inner to the outer radius. What each end of a sheet makes has its singular point where the sheet comes
  /// past the point at that end's height; parts of the width are halved until they are no longer than they are away from there.
  public func exactField(r: Double, z: Double) -> CoilField {
    var sum = CoilField()
    for (zeta, sign) in [(z - z0, 1.0), (z - z1, -1.0)] {
      if r0 < r, r < r1 {
        addSheets(from: r0, to: r, r: r, zeta: zeta, sign: sign, depth: 0, to: &sum)
        addSheets(from: r, to: r1, r: r, zeta: zeta, sign: sign, depth: 0, to: &sum)
      } else {
        addSheets(from: r0, to: r1, r: r, zeta: zeta, sign: sign, depth: 0, to: &sum)
      }
    }
    return sum
  }

  private func addSheets(
    from a: Double, to b: Double, r: Double, zeta: Double, sign: Double, depth: Int, to sum: inout CoilField
  ) {
    let distance = Double.hypot(max(a - r, r - b, 0), zeta)
    // From the axis a sheet looks as large as its radius; the next singular point is its mirror image there.
    let clear = min(distance, Double.hypot(a + r, zeta))
    guard b - a <= clear || depth > 48 else {
      let middle = 0.5 * (a + b)
      addSheets(from: a, to: middle, r: r, zeta: zeta, sign: sign, depth: depth + 1, to: &sum)
      addSheets(from: middle, to: b, r: r, zeta: zeta, sign: sign, depth: depth + 1, to: &sum)
      return
    }
    let rule: GaussLegendre = 3 * (b - a) < clear ? .six : .ten
    rule.forEach(from: a, to: b) { radius, weight in
      sum.add(CurrentSheet.halfInfinite(radius: radius, r: r, zeta: zeta), times: sign * weight)
    }
  }
}
