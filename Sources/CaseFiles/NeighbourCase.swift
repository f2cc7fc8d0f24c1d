internal import HostSystem
package import Magnets

/// Finds cases beside a file.
///
/// - Parameter remark: told what is no error.
package func neighbourCase(of path: String, remark: @escaping (String) -> Void) -> (_ name: String) throws -> ValidCase
{
  { name in
    let read = try readCase(path: joined(folderOf(path), name))
    for text in read.remarks { remark(text) }
    return read.checked
  }
}

/// The case that a file names, or the built-in pair.
package func readBaseCase(_ node: CaseNode?, with reader: (String) throws -> ValidCase) throws -> ValidCase {
  guard let node else { return try ValidCase(BuiltInPair().simulationCase) }
  let name = try node.text(example: "pair.yaml")
  do {
    return try reader(name)
  } catch let problem as InputError where problem.kind == .missing {
    throw node.error(problem.message, kind: problem.kind)
  }
}
