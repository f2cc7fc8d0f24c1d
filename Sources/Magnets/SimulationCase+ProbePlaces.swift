internal import Meshing
internal import Notation

extension SimulationCase {
  /// How far a probe is from the bulk over whose upper or under whose lower face it lies: `1 mm above Bulk1`; nil elsewhere, and
  /// for a name that is no probe's. A field at a surface means little without it: a millimetre takes a tenth of it or more.
  package func place(ofProbe name: String) -> String? {
    guard let probe = probes.first(where: { $0.name == name }) else { return nil }
    let shapes = bulks.map(\.shape).filter { probe.r <= $0.outerRadius }
    guard let top = shapes.max(by: { $0.zMax < $1.zMax }), let bottom = shapes.min(by: { $0.zMin < $1.zMin }) else {
      return nil
    }
    if probe.z > top.zMax { return "\(millimetres(probe.z - top.zMax)) above \(top.name)" }
    if probe.z < bottom.zMin { return "\(millimetres(bottom.zMin - probe.z)) below \(bottom.name)" }
    return nil
  }

  /// A probe's name with its distance from a bulk, where it has one: `surface, 1 mm above Bulk1`.
  package func label(ofProbe name: String) -> String { place(ofProbe: name).map { "\(name), \($0)" } ?? name }
}
