import BulkSimulation
import RunFolders
import Testing

struct HistoryCSVTests {
  @Test func `the header names every column with its unit`() {
    let header = HistoryTable(sampleResult()).table.csv.split(separator: "\n")[0]
    #expect(
      header
        == "time[s],applied_field[T],temperature[K],moment[A m^2],centre_Br[T],centre_Bz[T],surface_Br[T],surface_Bz[T],"
        + "moment_error[A m^2],centre_error[T],surface_error[T]"
    )
  }

  @Test func `every number reads back as the same bits`() throws {
    let result = sampleResult()
    let lines = HistoryTable(result).table.csv.split(separator: "\n").dropFirst()
    #expect(lines.count == result.history.count)
    for (line, row) in zip(lines, result.history) {
      let numbers = try line.split(separator: ",").map { try #require(Double($0)) }
      let expected =
        [row.time, row.appliedField, row.temperature, row.moment] + row.probes.flatMap { [$0.x, $0.y] }
        + [row.momentError] + row.probes.indices.map { row.probeErrors.isEmpty ? 0 : row.probeErrors[$0] }
      #expect(numbers.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test func `temperatures that differ have a column for each bulk`() {
    var result = sampleResult()
    for i in result.history.indices { result.history[i].temperatureByBulk = [5, 8] }
    let lines = HistoryTable(result).table.csv.split(separator: "\n")
    #expect(
      lines[0].hasPrefix(
        "time[s],applied_field[T],temperature[K],moment[A m^2],A_temperature[K],B_temperature[K],centre_"))
    #expect(lines[1].hasPrefix("0,7,5,0,5,8,"))
  }

  @Test func `a comma in the name of a probe does not make a column`() {
    var result = sampleResult()
    result.probeNames[0] = "centre, \"cold\""
    let header = HistoryTable(result).table.csv.split(separator: "\n")[0]
    #expect(header.contains(#","centre, ""cold""_Br[T]","centre, ""cold""_Bz[T]","#))
  }
}
