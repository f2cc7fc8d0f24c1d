import Testing

@testable import Sweeps

@Suite struct `Samples` {
}
