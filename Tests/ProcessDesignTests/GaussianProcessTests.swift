import Testing
@testable import ProcessDesign
