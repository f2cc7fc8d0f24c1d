internal import RealModule
internal import Sampling

/// The logarithm of the probability that a normal variable lies between limits, and its slopes with respect to mean and deviation.
func logLimitProbability(
  mean: Double, deviation: Double, lower: Double?, upper: Double?
) -> (value: Double, meanSlope: Double, deviationSlope: Double) {
  switch (lower, upper) {
  case (nil, nil): return (0, 0, 0)
  case (let lower?, nil):
    let z = (mean - lower) / deviation
    let slope = Normal.inverseMills(z) / deviation
    return (Normal.logCumulative(z), slope, -z * slope)
  case (nil, let upper?):
    let z = (upper - mean) / deviation
    let slope = Normal.inverseMills(z) / deviation
    return (Normal.logCumulative(z), -slope, -z * slope)
  case (let lower?, let upper?):
    // Seen from the side on which the smaller tails are, where differences keep their digits.
    guard mean <= 0.5 * (lower + upper) else {
      let mirrored = logLimitProbability(mean: -mean, deviation: deviation, lower: -upper, upper: -lower)
      return (mirrored.value, -mirrored.meanSlope, mirrored.deviationSlope)
    }
    // P = Phi(-a) - Phi(-b)
    let (a, b) = ((lower - mean) / deviation, (upper - mean) / deviation)
    let (near, far) = (Normal.logCumulative(-a), Normal.logCumulative(-b))
    let value = near + Double.log(max(1e-300, -Double.expMinusOne(far - near)))
    let (atA, atB) = (Double.exp(Normal.logDensity(a) - value), Double.exp(Normal.logDensity(b) - value))
    return (value, (atA - atB) / deviation, (a * atA - b * atB) / deviation)
  }
}
