import BulkSimulation
import CaseFiles

/// Reads a case file and refuses a case too large to be run; remarks go to standard error.
func readRunnableCase(path: String) throws -> ReadCase {
  let read = try readCase(path: path)
  for remark in read.remarks { StandardError.warning(remark) }
  if let refusal = RunPlan(read.checked).refusal { throw read.error(refusal) }
  return read
}
