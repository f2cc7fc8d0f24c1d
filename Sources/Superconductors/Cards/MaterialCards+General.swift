// Starting points for materials of which everybody's sample is another: replace what is known of yours.
extension MaterialCard {
  /// A melt-grown single grain of (RE)Ba2Cu3O7.
  public static let rebco77K: MaterialCard = {
    let factor = TemperatureFactor(criticalTemperature: 92, exponent: 1.5)
    return MaterialCard(
      material: Material(
        name: "rebco-77k", criticalCurrent: KimLaw(jc0: 3e8 / factor(77), b0: 1.3), temperatureFactor: factor, n: 20,
        validity: ValidityRange(largestField: 3, coldest: 65, warmest: 92)),
      summary: "REBCO, a melt-grown single grain", referenceTemperature: 77,
      assumptions: [
        Assumption(
          .criticalCurrent,
          "Jc is assumed: a Kim law with 3e8 A/m^2 at 77 K without field and B0 = 1.3 T, typical of melt-grown single"
            + " grains; no measurement of one sample."),
        Assumption(
          .criticalCurrent,
          "The peak effect of Jc(B) and its dependence on the direction of the field are left out, hence the range of"
            + " 3 T."),
        Assumption(
          .temperature,
          "Tc = 92 K is that of YBa2Cu3O7 (Wu et al., Phys. Rev. Lett. 58, 908 (1987): 93 K at the onset); the fall as"
            + " (1 - (T/Tc)^2)^1.5 is an assumption common in models of such bulks."),
        Assumption(
          .n,
          "n = 20 is an assumption typical of models at 77 K (Ainslie and Fujishiro, Supercond. Sci. Technol. 28, 053002"
            + " (2015))."),
        Assumption(.e0, "E0 = 1e-4 V/m is the usual criterion."),
      ])
  }()

  /// Dense polycrystalline MgB2.
  public static let mgb2At20K: MaterialCard = {
    let factor = TemperatureFactor(criticalTemperature: 39, exponent: 1.5)
    return MaterialCard(
      material: Material(
        name: "mgb2-20k", criticalCurrent: ExponentialLaw(jc0: 2e9 / factor(20), b0: 1.2), temperatureFactor: factor,
        n: 50, validity: ValidityRange(largestField: 4, coldest: 10, warmest: 39)),
      summary: "MgB2, dense and polycrystalline", referenceTemperature: 20,
      assumptions: [
        Assumption(
          .criticalCurrent,
          "Jc is assumed: 2e9 A/m^2 at 20 K without field, falling as exp(-|B|/1.2 T), typical of hot-pressed bulks; no"
            + " measurement of one sample."),
        Assumption(
          .temperature,
          "Tc = 39 K (Nagamatsu et al., Nature 410, 63 (2001)); the fall as (1 - (T/Tc)^2)^1.5, the same in every"
            + " field, is assumed: towards the irreversibility field it is steeper, hence the range of 4 T."),
        Assumption(.n, "n = 50 is assumed; MgB2 bulks creep little."),
        Assumption(.e0, "E0 = 1e-4 V/m is the usual criterion."),
      ])
  }()
}
