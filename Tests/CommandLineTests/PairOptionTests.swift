import ArgumentParser
import CaseFiles
import Magnets
import Notation
import Testing

@testable import fem_bulk

@Suite struct `Options of the built-in pair` {
  /// What `fem-bulk simulate` makes of its options.
  private static func pairCase(_ arguments: [String]) throws -> EditableCase {
    let command = try #require(try FemBulk.parseAsRoot(["simulate"] + arguments) as? SimulateCommand)
    return EditableCase(try ValidCase(command.pair.simulationCase))
  }

  /// Another value than the default, and the options without which the key is not there.
  private static let settings: [PairOption: (text: String, others: [String])] = [
    .fcm: ("3T", []), .zfcLoop: ("2T", []), .temperature: ("8K", []), .rampRate: ("2T/h", []),
    .subcool: ("4K", []), .hold: ("5h", []), .warm: ("20K", []), .warmRate: ("1K/min", ["--warm", "20K"]),
    .gap: ("2mm", []), .accuracy: ("1%", []),
  ]

  @Test(arguments: PairOption.allCases)
  func `set the key that they stand for, in its unit`(option: PairOption) throws {
    guard let key = option.key else { return }
    let (text, others) = try #require(Self.settings[option])
    let quantity = try Self.pairCase(["--\(option.rawValue)", text] + others).quantity(key)
    #expect(quantity.dimension == option.dimension)
    #expect(quantity.commonBase == (try parseQuantity(text, option.dimension)))
  }

  @Test(arguments: PairOption.allCases)
  func `name the default of their key, which the option takes`(option: PairOption) throws {
    let help = SimulateCommand.helpMessage(columns: 1000)
    let line = try #require(help.split(separator: "\n").first { $0.contains("--\(option.rawValue) <") })
    guard let text = option.standardText else {
      #expect(line.hasSuffix("(default: not at all)"))
      return
    }
    #expect(line.hasSuffix("(default: \(text))"))
    let others = Self.settings[option]?.others ?? []
    guard let key = option.key else {
      #expect(try Self.pairCase(["--\(option.rawValue)", text]).base == Self.pairCase([]).base)
      return
    }
    let left = try Self.pairCase(others).quantity(key)
    let given = try Self.pairCase(["--\(option.rawValue)", text] + others).quantity(key)
    #expect(left == given)
  }

  @Test func `name the words of their key`() throws {
    let help = SimulateCommand.helpMessage(columns: 1000)
    let line = try #require(help.split(separator: "\n").first { $0.contains("--system <") })
    for word in SimulationCase.System.allCases.map(\.rawValue) { #expect(line.contains(word)) }
  }

  @Test(arguments: [PairOption.fcm, .temperature, .rampRate, .hold, .gap, .accuracy])
  func `say the same in a sweep`(option: PairOption) throws {
    func sentence(_ help: String) throws -> Substring {
      let line = try #require(help.split(separator: "\n").first { $0.contains("--\(option.rawValue) <") })
      return try #require(line.split(separator: ">", maxSplits: 1).last?.drop { $0 == " " }.prefix { $0 != "." })
    }
    #expect(
      try sentence(SimulateCommand.helpMessage(columns: 1000)) == sentence(SweepRunCommand.helpMessage(columns: 1000)))
  }
}
