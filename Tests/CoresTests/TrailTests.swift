import Cores
import Testing

@Suite struct TrailTests {
  @Test func `a follower has the numbers up to where it is, however far ahead the other one may be`() {
    let trail = Trail()
    let (_, sums) = beside {
      (1...1000).map { trail.numbers(to: Double($0)).count }
    } here: {
      for number in 1...1000 { trail.extend([Double(number) - 0.5], to: Double(number)) }
    }
    #expect(zip(1..., sums).allSatisfy { $1 >= $0 })
    #expect(trail.count == 1000)
  }

  @Test func `a follower that waits is let go at the end`() {
    let trail = Trail()
    let (_, numbers) = beside {
      trail.numbers(to: 7)
    } here: {
      trail.extend([1, 2], to: 3)
      trail.end()
    }
    #expect(numbers == [1, 2])
    #expect(trail.numbers(to: 1e9) == [1, 2])
  }
}

@Suite struct BesideTests {
  @Test(arguments: [true, false]) func `both computations give what they give`(isConcurrent: Bool) {
    let (here, other) = beside(isConcurrent) {
      (1...100).reduce(0, +)
    } here: {
      (1...10).reduce(1, *)
    }
    #expect(here == 3_628_800 && other == 5050)
  }
}
