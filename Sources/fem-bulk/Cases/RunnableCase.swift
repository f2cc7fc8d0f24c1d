import BulkSimulation
import CaseFiles

/// Reads a case file and refuses a case too large to be run; remarks, and what was read from tables, go to standard error.
///
/// - Parameter changes: of the case, as options set them.
func readRunnableCase(path: String, setting changes: CaseChanges) throws -> ReadCase {
  let read = try readCase(path: path).setting(changes.changes)
  for remark in read.remarks { StandardError.warning(remark) }
  for reading in read.readings { StandardError.message(reading) }
  if let refusal = RunPlan(read.checked).refusal { throw read.error(refusal) }
  return read
}
