import Foundation
import HostSystem
import Testing

/// Pages as a browser lays them out and prints them: of the default run, a hysteresis loop, a decay of three days, a ring, a
/// comparison, a sweep and a design.
@Suite(.enabled(if: find("gnuplot") != nil && find("chromium") != nil, "gnuplot or chromium is not installed"))
struct `Pages in a browser` {
  static let pages = ["default", "loop", "decay", "ring", "comparison", "sweep", "design"]

  /// The page of a run, or of three.
  private static func page(_ name: String, in folder: TemporaryFolder) throws -> String {
    let arguments: [[String]]
    switch name {
    case "loop": arguments = [["--zfc-loop", "7T"]]
    case "decay": arguments = [["--fcm", "7T", "--hold", "72h"]]
    case "ring":
      #expect(try Run(["init", "--template", "ring"], in: folder).status == 0)
      arguments = [["ring.yaml"]]
    case "comparison": arguments = [["--fcm", "7T"], ["--fcm", "3T", "--hold", "72h"], ["--zfc-loop", "4T"]]
    case "sweep":
      #expect(try Run(["sweep", "--fcm", "1T:5T:1T", "--temperature", "5K,10K,20K"], in: folder).status == 0)
      #expect(try Run(["report", "pair.sqlite"], in: folder).status == 0)
      return "pair.html"
    case "design":
      #expect(try Run(["init", "--template", "pair"], in: folder).status == 0)
      let design = [
        "--simulate", "pair.yaml", "--parameter", "gap=1:10:0.5 mm", "--parameter", "protocol.0.cool.field=1:8:0.1 T",
        "--maximise", "bz centre ramp [T]", "--samples", "7",
      ]
      #expect(try Run(["design"] + design, in: folder).status == 0)
      #expect(try Run(["design", "report", "pair.design"], in: folder).status == 0)
      return "pair.html"
    default: arguments = [["--fcm", "7T"]]
    }
    for run in arguments { #expect(try Run(["simulate"] + run, in: folder).status == 0) }
    let runs = try folder.contents(of: "runs").map { "runs/\($0)" }
    if runs.count == 1 { return "\(runs[0])/report.html" }
    #expect(try Run(["report"] + runs, in: folder).status == 0)
    return "comparison.html"
  }

  /// Headless, with a profile of its own, away from any network.
  private static func browse(_ arguments: [String], _ file: String, in folder: TemporaryFolder) throws -> Run {
    try Run(
      [
        "60", "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--user-data-dir=\(folder.url.path)/.profile", "--virtual-time-budget=10000", "--allow-file-access-from-files",
      ] + arguments + ["file://\(folder.url.path)/\(file)"], in: folder, program: find("timeout"))
  }

  /// What a reader would object to, found by a script that is added for the test alone. Frames as wide as the screens, so
  /// that one start of the browser serves all.
  @Test(arguments: pages)
  func `fit telephones and screens, no text on or beyond another`(name: String) throws {
    let folder = try TemporaryFolder()
    let page = try folder.text(of: Self.page(name, in: folder))
    let widths = [360, 1280, 1920]
    try folder.write(Self.withScript(page, Self.judge), to: "page.html")
    try folder.write(
      """
      <!DOCTYPE html><script>
      const said = [];
      addEventListener('message', e => { said.push(e.data); document.title = said.sort().join(' | '); });
      </script>
      """
        + widths.map { "<iframe src=\"page.html\" width=\"\($0)\" height=\"900\" style=\"border:0\"></iframe>" }
        .joined(),
      to: "frames.html")
    let run = try Self.browse(["--window-size=2000,1000", "--dump-dom"], "frames.html", in: folder)
    let count = Self.visibleCount(page)
    #expect(count >= 4)
    let expected = widths.map { "\($0): \(count) pictures" }.sorted().joined(separator: " | ")
    #expect(run.output.contains("<title>\(expected)</title>"), "\(run.output.prefix(3000))")
  }

  /// The judge sees what it should: a page with a text over another, one that sticks out, an empty picture.
  @Test func `are judged by a script that finds faults`() throws {
    let folder = try TemporaryFolder()
    let page = """
      <!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><p>wide\(String(repeating: "e", count: 3000))</p>
      <p style="position:absolute;top:9px">over</p>
      <figure><svg role="img" aria-label="A picture that shows nothing at all" width="0" height="0"></svg></figure>
      <figure><svg width="300" height="200" viewBox="0 0 300 200"><text x="10" y="50">aaaa</text><text x="12" y="52">bbbb</text>
      <text x="290" y="100">sticks out</text></svg></figure>
      <p style="margin-top:300px;font-size:7px">tiny</p>
      <div class="scroll" style="width:99px;overflow:auto"><table><tr><td style="min-width:300px">cut</td></tr></table></div>
      </body>
      """
    try folder.write(Self.withScript(page, Self.judge), to: "page.html")
    try folder.write(
      "<!DOCTYPE html><script>addEventListener('message', e => { document.title = e.data; });</script>"
        + "<iframe src=\"page.html\" width=\"1280\" height=\"900\"></iframe>", to: "frames.html")
    let run = try Self.browse(["--window-size=2000,1000", "--dump-dom"], "frames.html", in: folder)
    for fault in [
      "the page is wider than its window", "eeee sticks out", "over lies on wide", "picture 0 is 0 by 0",
      "picture 1 has no alternative text", "bbbb lies on aaaa", "sticks out of picture 1",
      "tiny is set in 7 pixels", "the table of cut is cut", "picture 1 is blank", "blank from",
    ] {
      #expect(run.output.contains(fault), "\(fault): \(run.output.prefix(1500))")
    }
  }

  /// As it stands: what is written to the console would be errors of the page, and what the page asks for is forbidden by its
  /// own policy, which the browser tells there, too.
  @Test(arguments: pages)
  func `are silent, ask nobody for anything and are well-formed`(name: String) throws {
    let folder = try TemporaryFolder()
    let file = try Self.page(name, in: folder)
    let silent = try Self.browse(["--enable-logging=stderr", "--dump-dom"], file, in: folder)
    #expect(silent.status == 0 && silent.output.contains("</figure>"))
    #expect(!silent.errors.contains("CONSOLE"), "\(silent.errors)")
    let page = try folder.text(of: file)
    for link in page.matches(of: /(?:href|src)="([^"]*)"|url\(([^)]*)\)/) {
      let target = link.output.1 ?? link.output.2 ?? ""
      #expect(target.hasPrefix("#") || target.hasPrefix("data:"), "\(target)")
    }
    if let xmllint = find("xmllint") {
      let run = try Run(["--noout", file], in: folder, program: xmllint)
      #expect(run.status == 0, "\(run.errors.prefix(1000))")
    }
    guard name == "default" else { return }
    // A page that does ask is not silent.
    try folder.write(
      page.replacing("</main>", with: "<img src='http://127.0.0.1:9/a.png' alt='a'/></main>"), to: "asks.html")
    #expect(
      try Self.browse(["--enable-logging=stderr", "--dump-dom"], "asks.html", in: folder).errors.contains("CONSOLE"))
  }

  /// Each picture gets a word in its upper left and one in its lower right corner; printed, both are on one page, within its
  /// margins, as far from each other as the picture is large.
  @Test(.enabled(if: find("pdftotext") != nil, "pdftotext is not installed"), arguments: pages)
  func `print every picture whole`(name: String) throws {
    let folder = try TemporaryFolder()
    let page = try folder.text(of: Self.page(name, in: folder))
    let script = """
      [...document.querySelectorAll('figure svg')].filter(s => !s.closest('.narrow')).forEach((svg, i) => {
        const box = svg.viewBox.baseVal;
        const add = (x, y, text, anchor) => {
          const t = document.createElementNS('http://www.w3.org/2000/svg', 'text');
          t.setAttribute('x', x); t.setAttribute('y', y); t.setAttribute('font-size', 8);
          t.setAttribute('text-anchor', anchor); t.textContent = text; svg.appendChild(t);
        };
        const kind = svg.closest('.wide') ? 'wide' : svg.closest('.row') ? 'row' : 'one';
        add(0, 8, `begin${i}q`, 'start'); add(box.width, box.height - 2, `end${i}${kind}q`, 'end');
      });
      """
    try folder.write(Self.withScript(page, script), to: "page.html")
    let run = try Self.browse(
      ["--no-pdf-header-footer", "--print-to-pdf=\(folder.url.path)/page.pdf"], "page.html", in: folder)
    #expect(run.status == 0, "\(run.errors.suffix(500))")
    #expect(try Run(["-bbox", "page.pdf", "words.html"], in: folder, program: find("pdftotext")).status == 0)
    var places: [String: (page: Int, x: ClosedRange<Double>, y: ClosedRange<Double>)] = [:]
    var number = 0
    var size = SIMD2(0.0, 0.0)
    for line in try folder.text(of: "words.html").split(separator: "\n") {
      if let match = line.firstMatch(of: /<page width="([0-9.]+)" height="([0-9.]+)"/) {
        number += 1
        size = SIMD2(Double(match.output.1) ?? 0, Double(match.output.2) ?? 0)
      }
      guard
        let match = line.firstMatch(
          of: /xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*)<\/word>/)
      else { continue }
      let edges = [match.output.1, match.output.2, match.output.3, match.output.4].compactMap { Double($0) }
      // Every word of the page is on the paper.
      #expect(edges[0] >= 0 && edges[1] >= 0 && edges[2] <= size.x + 0.5 && edges[3] <= size.y + 0.5, "\(line)")
      places[String(match.output.5)] = (number, edges[0]...edges[2], edges[1]...edges[3])
    }
    // Widths in points: the page, half or a third of it, A4 or letter.
    let widths = ["wide": 400.0...600, "one": 150...300, "row": 90...200]
    for i in 0..<Self.visibleCount(page) {
      let begin = try #require(places["begin\(i)q"], "picture \(i) is not printed")
      let kind = try #require(
        widths.keys.first { places["end\(i)\($0)q"] != nil }, "picture \(i) is not printed to its end")
      let end = try #require(places["end\(i)\(kind)q"])
      #expect(begin.page == end.page, "picture \(i) is cut by a page")
      let (width, height) = (end.x.upperBound - begin.x.lowerBound, end.y.upperBound - begin.y.lowerBound)
      #expect(
        widths[kind]?.contains(width) == true && height > (kind == "row" ? 0.1 : 0.25) * width,
        "picture \(i): \(width) by \(height)")
    }
  }

  /// Pictures that are seen at once: of one in two sizes either.
  private static func visibleCount(_ page: String) -> Int {
    page.components(separatedBy: "<svg ").count - page.components(separatedBy: "<div class=\"narrow\">").count
  }

  /// The page with a script, which its policy forbids otherwise.
  private static func withScript(_ page: String, _ script: String) -> String {
    page.replacing("default-src 'none'", with: "default-src 'none'; script-src 'unsafe-inline'")
      .replacing("</body>", with: "<script>\n\(script)\n</script></body>")
  }

  /// Tells the frame around it what is wrong, or how many pictures are right.
  private static let judge = """
    const faults = [];
    document.querySelectorAll('details').forEach(d => { d.open = true; });
    const wide = document.documentElement;
    if (wide.scrollWidth > wide.clientWidth) faults.push('the page is wider than its window');
    const name = e => e.textContent.trim().slice(0, 30);
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const pairs = list => {
      for (let i = 0; i < list.length; i++) for (let k = 0; k < i; k++)
        if (meet(list[i].box, list[k].box)) faults.push(`${name(list[i].of)} lies on ${name(list[k].of)}`);
    };
    // The extent of what is written, not of the element around it.
    const written = e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect(); };
    const blocks = [...document.querySelectorAll('h1,h2,h3,p,li,dt,dd,th,td,figcaption,summary,pre')]
      .filter(e => name(e)).map(e => ({ of: e, box: e.closest('.scroll, pre') ? e.getBoundingClientRect() : written(e) }))
      .filter(b => b.box.width > 0);
    pairs(blocks);
    for (const b of blocks)
      if (!b.of.closest('.scroll') && (b.box.right > wide.clientWidth + 0.5 || b.box.left < 0))
        faults.push(`${name(b.of)} sticks out`);
    const size = e => parseFloat(getComputedStyle(e).fontSize);
    for (const b of blocks) if (size(b.of) < 12) faults.push(`${name(b.of)} is set in ${size(b.of)} pixels`);
    document.querySelectorAll('.scroll').forEach(e => {
      if (e.scrollWidth > e.clientWidth + 1) faults.push(`the table of ${name(e)} is cut`);
    });
    const pictures = [...document.querySelectorAll('figure svg')].filter(s => s.getBoundingClientRect().width > 0
      || !s.closest('.narrow, .wide'));
    pictures.forEach((svg, i) => {
      const frame = svg.getBoundingClientRect();
      const [wide, high] = svg.closest('.row') ? [120, 20] : [250, 80];
      if (frame.width < wide || frame.height < high) faults.push(`picture ${i} is ${frame.width} by ${frame.height}`);
      if ((svg.getAttribute('aria-label') || '').length < 20) faults.push(`picture ${i} has no alternative text`);
      const texts = [...svg.querySelectorAll('text')].filter(name).map(e => ({ of: e, box: e.getBoundingClientRect() }));
      pairs(texts);
      const canvas = svg.viewBox.baseVal, drawn = svg.getBBox();
      for (const t of texts) {
        if (t.box.left < frame.left - 1 || t.box.right > frame.right + 1 || t.box.top < frame.top - 1
          || t.box.bottom > frame.bottom + 1) faults.push(`${name(t.of)} sticks out of picture ${i}`);
      }
      // All of one size, but for what is raised or lowered.
      const pixels = texts.map(t => size(t.of) * frame.width / canvas.width);
      if (texts.length && (Math.min(...pixels) < 9 || Math.max(...pixels) > 24))
        faults.push(`picture ${i} has letters of ${Math.min(...pixels)} to ${Math.max(...pixels)} pixels`);
      if (drawn.width < 0.7 * canvas.width || drawn.height < 0.7 * canvas.height)
        faults.push(`picture ${i} is blank beside ${drawn.width} by ${drawn.height}`);
    });
    // From the top of the page down, what ends and what begins next.
    let end = 0;
    for (const box of [...blocks.map(b => b.box), ...pictures.map(p => p.getBoundingClientRect())]
      .filter(b => b.width > 0).sort((a, b) => a.top - b.top)) {
      if (box.top > end + 120) faults.push(`blank from ${end} to ${box.top}`);
      end = Math.max(end, box.bottom);
    }
    parent.postMessage(`${innerWidth}: ` + (faults.length ? faults.join('; ') : `${pictures.length} pictures`), '*');
    """
}
