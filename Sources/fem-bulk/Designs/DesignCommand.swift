import ArgumentParser
import DesignHistory
import ProcessDesign

struct DesignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "design",
    abstract: "Finds the next experiments of a process, or the best magnet, by Bayesian optimisation.",
    discussion: """
      Example: fem-bulk design init furnace.design --parameter 'temperature=400:800:1 C' --maximise 'jc [A/m^2]'

      and then, experiment by experiment:

        fem-bulk design suggest furnace.design -n 4
        fem-bulk design add furnace.design --experiment 1 jc=6.2e8
        fem-bulk design add furnace.design temperature=600 jc=7.9e8
        fem-bulk design show furnace.design

      The file furnace.design keeps everything: samples, suggestions and what each of them came from.

      With a simulated magnet in place of the furnace:

        fem-bulk design --simulate pair.yaml --parameter 'gap=1:10:0.5 mm' --parameter 'protocol.0.cool.field=1:8:0.1 T' \\
          --maximise 'bz centre hold [T]' --samples 25

      makes pair.design and runs it: parameters are keys of the case, outcomes are bz PROBE STAGE, drift PROBE STAGE [ppm/h], \
      moment STAGE [A m^2], or inhomogeneity PROBE LENGTH STAGE [ppm], over so much to both sides of the probe along the axis.
      """,
    subcommands: [
      DesignInitCommand.self, DesignAddCommand.self, DesignSuggestCommand.self, DesignShowCommand.self,
      DesignReportCommand.self, DesignRunCommand.self, DesignDropCommand.self, DesignReplayCommand.self,
      DesignOptimiseCommand.self,
    ], defaultSubcommand: DesignOptimiseCommand.self)
}

/// The file that all commands but `init` work on.
struct DesignFileArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("File of the design.", valueName: "design"), completion: .file())
  var path: String

  func open() throws -> DesignFile {
    try DesignFile(path: path)
  }
}

extension Kernel: ExpressibleByArgument {}
extension DesignSettings.Acquisition: ExpressibleByArgument {}
