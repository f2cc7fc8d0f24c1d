/// One curve of Jc at 20 K: 5e8, 3e8, 2e8 and 1e8 A/m² at 0, 1, 2 and 4 T, in a form in which somebody keeps it.
package struct JcTableVariant: Sendable, CustomStringConvertible {
  package var name: String
  package var text: String
  package var hasTemperature = true
  package var units: [String: String] = [:]

  package var description: String { name }

  fileprivate init(_ name: String, _ text: String, hasTemperature: Bool = true, units: [String: String] = [:]) {
    (self.name, self.text, self.hasTemperature, self.units) = (name, text, hasTemperature, units)
  }
}

private let plainRows = "0,20,5e8\n1,20,3e8\n2,20,2e8\n4,20,1e8\n"

package let jcTableVariants: [JcTableVariant] = [
  .init("as the program writes it", "B[T],T[K],Jc[A/m^2]\n" + plainRows),
  .init("raised 2", "B[T],T[K],Jc[A/m²]\n" + plainRows),
  .init("mT and A/cm^2", "B[mT],T[K],Jc[A/cm^2]\n0,20,5e4\n1000,20,3e4\n2000,20,2e4\n4000,20,1e4\n"),
  .init("order of columns", "Jc[A/m^2],B[T]\n5e8,0\n3e8,1\n2e8,2\n1e8,4\n", hasTemperature: false),
  .init("order of rows", "B[T],T[K],Jc[A/m^2]\n4,20,1e8\n0,20,5e8\n2,20,2e8\n1,20,3e8\n"),
  .init("a row twice", "B[T],T[K],Jc[A/m^2]\n0,20,5e8\n1,20,3e8\n1,20,3e8\n2,20,2e8\n4,20,1e8\n"),
  .init(
    "rows again, spelled otherwise",
    "B[T],T[K],Jc[A/m^2]\n1.0,20,3.0E+08\n0,20,5e8\n4,20,1e8\n1,20,3e8\n2,20,2e8\n+1,20.0,300000000\n"),
  .init(
    "a whole block twice",
    "B[mT],T[K],Jc[A/m^2]\n0,20,5e8\n1000,20,3e8\n2000,20,2e8\n4000,20,1e8\n0,20,5e8\n1e3,20,3e8\n2e3,20,2e8\n4e3,20,1e8\n"
  ),
  .init("a column for 20 K, its rows twice", "B (T);Jc 20 K (A/m^2)\n0;5e8\n0,0;5e8\n1;3e8\n2;2e8\n4;1e8\n4,0;1e8\n"),
  .init(
    "quotes",
    "\"B[T]\",\"T[K]\",\"Jc[A/m^2]\"\n\"0\",\"20\",\"5e8\"\n\"1\",\"20\",\"3e8\"\n\"2\",\"20\",\"2e8\"\n\"4\",\"20\",\"1e8\"\n"
  ),
  .init("remark behind a row", "B[T],T[K],Jc[A/m^2]\n0,20,5e8 # first\n1,20,3e8\n2,20,2e8 // third\n4,20,1e8\n"),
  .init("semicolons, decimal commas", "B[T];T[K];Jc[A/m^2]\n0;20;5,0e8\n1,0;20;3e8\n2,0;20;2e8\n4,0;20;1e8\n"),
  .init("tabs", "B[T]\tT[K]\tJc[A/m^2]\n0\t20\t5e8\n1\t20\t3e8\n2\t20\t2e8\n4\t20\t1e8\n"),
  .init(
    "tabs, decimal commas", "B (T)\tT (K)\tJc (A/m2)\n0,0\t20,0\t5,0E+08\n1,0\t20\t3E+08\n2\t20\t2E8\n4\t20\t1E8\n"),
  .init("blanks", "B[T]   T[K]  Jc[A/m^2]\n 0  20  5e8\n 1  20  3e8\n 2  20  2e8\n 4  20  1e8\n"),
  .init("blanks, decimal commas", "B (T) T (K) Jc (A/m2)\n0,0 20 5,0e8\n1,0 20 3e8\n2 20 2e8\n4 20 1e8\n"),
  .init(
    "byte order mark, CRLF",
    "\u{FEFF}B[T],T[K],Jc[A/m^2]\r\n" + plainRows.split(separator: "\n").joined(separator: "\r\n") + "\r\n"),
  .init("Excel says its separator", "sep=;\nB[T];T[K];Jc[A/m^2]\n0;20;5e8\n1;20;3e8\n2;20;2e8\n4;20;1e8\n"),
  .init(
    "comments of three kinds",
    "# Ba122\n% sample 3\n// measured\nB[T],T[K],Jc[A/m^2]\n0,20,5e8\n# between\n1,20,3e8\n2,20,2e8\n4,20,1e8\n"),
  .init("numpy: the header is a comment", "# B[T] T[K] Jc[A/m^2]\n0 20 5e8\n1 20 3e8\n2 20 2e8\n4 20 1e8\n"),
  .init("a comment's commas, blanks below", "# B (T), T (K), Jc (A/m^2)\n0.0 20 5e8\n1.0 20 3e8\n2 20 2e8\n4 20 1e8\n"),
  .init(
    "COMSOL",
    "% Model:              bulk.mph\n% Version:            COMSOL 6.1\n% Table:              Table 1 - Jc\n% B (T)                  T (K)     Jc (A/m^2)\n0                        20        5e8\n1                        20        3e8\n2  20  2e8\n4  20  1e8\n"
  ),
  .init(
    "Origin: names, units, remarks",
    "Field\tTemperature\tJc\nT\tK\tA/m^2\n\t\tsample 3\n0\t20\t5e8\n1\t20\t3e8\n2\t20\t2e8\n4\t20\t1e8\n"),
  .init("Origin: a column for 20 K", "Field\tJc\nT\tA/m^2\n\t20 K\n0\t5e8\n1\t3e8\n2\t2e8\n4\t1e8\n"),
  .init("a title", "Ba122 sample 3, 2024\nB (T),T (K),Jc (A/m^2)\n" + plainRows),
  .init(
    "an instrument's preamble",
    "[Header]\nTITLE,Ba122\n[Data]\nMagnetic Field (Oe),Temperature (K),Jc (A/cm2)\n0,20,5e4\n10000,20,3e4\n20000,20,2e4\n40000,20,1e4\n"
  ),
  .init("mu0H", "mu0H [T],T/K,jc [kA/cm^2]\n0,20,50\n1,20,30\n2,20,20\n4,20,10\n"),
  .init("Greek mu", "µ0H (T);Temp. (K);J_c (MA/cm2)\n0;20;0,05\n1;20;0,03\n2;20;0,02\n4;20;0,01\n"),
  .init("slashes", "B/T;T/K;Jc/(A/mm²)\n0;20;500\n1;20;300\n2;20;200\n4;20;100\n"),
  .init("negative powers", "B (T),T (K),Jc (A cm^-2)\n0,20,5e4\n1,20,3e4\n2,20,2e4\n4,20,1e4\n"),
  .init("a dot and a raised minus", "|B| (T),T (K),Jc(B) (A·cm⁻²)\n0,20,5e4\n1,20,3e4\n2,20,2e4\n4,20,1e4\n"),
  .init("a power of ten in the unit", "B (T),T (K),Jc (10^4 A/cm2)\n0,20,5\n1,20,3\n2,20,2\n4,20,1\n"),
  .init("gauss", "B [kG],T [K],Jc [MA/m2]\n0,20,500\n10,20,300\n20,20,200\n40,20,100\n"),
  .init(
    "tesla as a word", "magnetic field (tesla),temperature (kelvin),critical current density (A/m**2)\n" + plainRows),
  .init("a column for 20 K", "B (T),Jc 20 K (A/m^2)\n0,5e8\n1,3e8\n2,2e8\n4,1e8\n"),
  .init("T = 20 K in brackets", "B (T),Jc (T=20K) [A/m^2]\n0,5e8\n1,3e8\n2,2e8\n4,1e8\n"),
  .init("both in one bracket", "B (T);Jc (20 K, A/m^2)\n0;5e8\n1;3e8\n2;2e8\n4;1e8\n"),
  .init("20 K alone", "B (T),20 K\n0,5e4\n1,3e4\n2,2e4\n4,1e4\n", units: ["Jc": "A/cm^2"]),
  .init(
    "units in the case", "B,T,Jc\n0,20,5e4\n1000,20,3e4\n2000,20,2e4\n4000,20,1e4\n",
    units: ["B": "mT", "T": "K", "Jc": "A/cm2"]),
  .init(
    "a column of notes",
    "B[T],T[K],note,Jc[A/m^2]\n0,20,\"first, and cold\",5e8\n1,20,,3e8\n2,20,again,2e8\n4,20,,1e8\n"),
  .init("an index without a name", ",B[T],T[K],Jc[A/m^2]\n0,0,20,5e8\n1,1,20,3e8\n2,2,20,2e8\n3,4,20,1e8\n"),
  .init("separators at the ends", "B[T];T[K];Jc[A/m^2];\n0;20;5e8;\n1;20;3e8;\n2;20;2e8;\n4;20;1e8;\n"),
  .init(
    "a cell over two lines", "B[T],T[K],note,Jc[A/m^2]\n0,20,\"first\nand cold\",5e8\n1,20,,3e8\n2,20,,2e8\n4,20,,1e8\n"
  ),
  .init("LaTeX", "$\\mu_0 H$ (T);$T$ (K);$J_{c}$ ($\\mathrm{A/m^2}$)\n0;20;5e8\n1;20;3e8\n2;20;2e8\n4;20;1e8\n"),
]
