import ArgumentParser
import HostSystem
import Reports
import Superconductors

/// The built-in materials.
struct MaterialsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "materials",
    abstract: "Lists the built-in materials.",
    discussion: """
      Example: fem-bulk materials show mgb2-20k

      Without a subcommand lists the material cards: what they are of, Jc at their reference temperature in self field and \
      in 1 T, and the fields and temperatures in which their numbers hold.
      """,
    subcommands: [ListMaterialsCommand.self, ShowMaterialCommand.self], defaultSubcommand: ListMaterialsCommand.self)
}

struct ListMaterialsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the material cards.", discussion: "Example: fem-bulk materials list --json")

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  func run() throws {
    try StandardOutput.write(json ? materialsJSON(MaterialCard.all) : materialsTable(MaterialCard.all))
  }
}

struct ShowMaterialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Prints a material card as it stands in a case file.",
    discussion: """
      Example: fem-bulk materials show ba122-data-driven

      The output is the key "materials" of a case file; what is assumed, fitted or taken from the literature stands in it.
      """)

  @Argument(
    help: ArgumentHelp("Name of the card: \(MaterialCardName.known.joined(separator: ", ")).", valueName: "card"),
    completion: .list(MaterialCardName.known), transform: materialCard)
  var card: MaterialCardName

  @Flag(help: "Print one JSON document instead of YAML.")
  var json = false

  func run() throws {
    guard let card = MaterialCard.named(card.name) else { return }
    try StandardOutput.write(json ? materialJSON(card) : materialYAML(card))
  }
}
