"""The harness's pictures, drawn by gnuplot as SVG."""

import os
import subprocess

# Distinguishable for the colour-blind (Okabe and Ito).
VIRIDIS = ("set palette defined (0 '#440154', 1 '#472c7a', 2 '#3b518b', 3 '#2c718e', 4 '#21908d', 5 '#27ad81', 6 '#5cc863', "
           "7 '#aadc32', 8 '#fde725')")
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]


def curves(folder, name, title, xlabel, ylabel, series, settings=""):
    """Draws lines: series of (label, [(x, y)], style)."""
    blocks, plots = [], []
    for i, (label, points, style) in enumerate(series):
        blocks.append(f"$d{i} << E\n" + "\n".join("%.9g %.9g" % tuple(p) if p else "" for p in points) + "\nE")
        plots.append(f"$d{i} {style or 'with lines lw 2'} lc rgb '{COLOURS[i % 4]}' title '{label}'")
    draw(folder, name, "\n".join([
        *blocks, f"set title '{title}'", f"set xlabel '{xlabel}'", f"set ylabel '{ylabel}'", "set grid lc rgb '#dddddd'",
        "set key outside bottom center horizontal", settings, "plot " + ", \\\n  ".join(plots)]))


def current_map(folder, name, title, cells, names):
    """J of both bulks side by side, each mirrored to its full section, one colour scale."""
    largest = max(cell["j"] for cell in cells) / 1e8
    lines = [f"set title '{title}'", VIRIDIS, f"set cbrange [0:{largest:.3g}]", "set cblabel 'J (10^8 A/m^2)'",
             "set size ratio -1", "set xrange [-16:50]", "set yrange [-4.5:4.5]", "set xlabel 'r (mm), axis at the middle of each bulk'",
             "set ylabel 'z from mid-height (mm)'", "set xtics ('-15' -15, '0' 0, '15' 15, '-15' 19, '0' 34, '15' 49)"]
    number = 0
    for region, shift in ((1, 0), (2, 34)):
        own = [cell for cell in cells if cell["region"] == region]
        middle = 500 * (min(cell["box"][2] for cell in own) + max(cell["box"][3] for cell in own))
        lines.append(f"set label '{names[region - 1]}' at {shift},3.9 center")
        for cell in own:
            r0, r1, z0, z1 = (1e3 * x for x in cell["box"])
            for a, b in ((r0, r1), (-r1, -r0)):
                number += 1
                lines.append(
                    f"set object {number} rectangle from {shift + a:.4f},{z0 - middle:.4f} to {shift + b:.4f},{z1 - middle:.4f} "
                    f"fc palette cb {cell['j'] / 1e8:.5g} fs solid noborder")
    draw(folder, name, "\n".join(lines) + "\nplot '+' using (-100):(0):(0) with points palette notitle", size="900,330")


def draw(folder, name, script, size="640,460"):
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name + ".svg")
    head = f"set terminal svg size {size} dynamic background rgb 'white' font 'sans-serif,13'\nset output '{path}'\n"
    subprocess.run(["gnuplot"], input=head + script + "\n", text=True, check=True)
