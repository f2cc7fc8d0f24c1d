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

  /// What a command's help says of an option, on one line.
  private static func help(_ option: String, of command: any ParsableCommand.Type) throws -> String {
    let text = command.helpMessage(columns: 1000)
    let start = try #require(text.firstRange(of: "--\(option) <")?.upperBound)
    let entry = text[start...].split(separator: ">", maxSplits: 1)[1]
    let end = entry.firstRange(of: "\n  --")?.lowerBound ?? entry.endIndex
    return entry[..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
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
    let help = try Self.help(option.rawValue, of: SimulateCommand.self)
    guard let text = option.standardText else {
      #expect(help.hasSuffix("(default: not at all)"))
      return
    }
    #expect(help.hasSuffix("(default: \(text))"))
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
    let help = try Self.help("system", of: SimulateCommand.self)
    for word in SimulationCase.System.allCases.map(\.rawValue) { #expect(help.contains(word)) }
  }

  @Test(arguments: [PairOption.fcm, .temperature, .rampRate, .hold, .gap, .accuracy])
  func `say the same in a sweep`(option: PairOption) throws {
    func sentence(of command: any ParsableCommand.Type) throws -> Substring {
      try Self.help(option.rawValue, of: command).prefix { $0 != "." }
    }
    #expect(try sentence(of: SimulateCommand.self) == sentence(of: SweepRunCommand.self))
  }
}
