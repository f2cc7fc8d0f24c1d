# Called by `make` with `work` and `output`.
set encoding utf8

# Field lines: contours of the flux function.
set contour base
unset surface
set cntrparam levels incremental 4, 12, 400
set table work.'/lines.dat'
splot work.'/flux.dat' using 1:2:3 notitle
unset table
unset contour

# Okabe and Ito's colours for curves; for the map ColorBrewer's YlGnBu, which is ordered in lightness.
blue = '#0072B2'
orange = '#B34A00'
set palette defined (0 '#ffffd9', 1 '#edf8b1', 2 '#c7e9b4', 3 '#7fcdbb', 4 '#41b6c4', 5 '#1d91c0', 6 '#225ea8', 7 '#253494')

set terminal svg size 1000,490 dynamic font 'Helvetica,14' background rgb 'white'
set output output
set multiplot
set tics out nomirror
set border lw 0.8

# (a) The section.
set lmargin at screen 0.062
set rmargin at screen 0.500
set bmargin at screen 0.135
set tmargin at screen 0.905
set size ratio -1
set label 10 '(a) End of the ramp: field lines and current density' at screen 0.062,0.955
set xrange [-20:20]
set yrange [-16.5:16.5]
set xlabel 'r (mm)' offset 0,0.3
set ylabel 'z (mm)' offset 1.2,0
set xtics ("20" -20, "15" -15, "10" -10, "5" -5, "0" 0, "5" 5, "10" 10, "15" 15, "20" 20)
set ytics 5
set cbrange [1.5:6.5]
set cbtics 1
set colorbox user origin 0.515,0.135 size 0.013,0.737
set label 11 'J (10^{8} A/m^{2})' at screen 0.585,0.955 right
load work.'/cells.gp'
set label 1 'Bulk1' at 0,3.5 center front
set label 2 'Bulk2' at 0,-3.5 center front
plot work.'/lines.dat' using 1:2 with lines lw 0.7 lc rgb 'black' notitle, NaN with lines lc palette notitle
unset object
unset label
unset colorbox
set size noratio

set lmargin at screen 0.665
set rmargin at screen 0.985
set grid xtics ytics lw 0.4 lc rgb '#d0d0d0'

# (b) The ramp.
set bmargin at screen 0.645
set tmargin at screen 0.905
set label 10 '(b) Ramp of the applied field' at screen 0.665,0.955
set xrange [0:1.5]
set yrange [0:7.4]
set xlabel 'time (h)' offset 0,0.6
set ylabel 'B_{z} (T)' offset 0.6,0
set xtics 0.25
set ytics 2
set label 1 'centre' at 1.22,4.6 tc rgb blue
set label 2 'surface' at 0.95,2.05 right tc rgb orange
set label 3 'applied' at 0.50,4.3 right tc rgb '#555555'
plot work.'/ramp.dat' using 1:2 with lines dt 2 lw 1.4 lc rgb '#555555' notitle, \
  '' using 1:3 with lines lw 2 lc rgb blue notitle, \
  '' using 1:4 with lines lw 2 lc rgb orange notitle
unset label

# (c) What is left with time.
set bmargin at screen 0.135
set tmargin at screen 0.405
set label 10 '(c) Decay afterwards, points are time steps' at screen 0.665,0.485
set logscale x
set xrange [5:4e5]
set yrange [0.93:1.005]
set xlabel 'time after the end of the ramp' offset 0,0.3
set ylabel 'B_{z} / B_{z}(start)' offset 0.6,0
set xtics ('10 s' 10, '1 min' 60, '10 min' 600, '1 h' 3600, '10 h' 36000, '3 d' 259200)
set ytics 0.02
set format y '%.2f'
set label 1 'centre' at 900,0.988 tc rgb blue
set label 2 'surface' at 260,0.958 right tc rgb orange
plot work.'/decay.dat' using 1:2 with linespoints pt 7 ps 0.3 lw 1.6 lc rgb blue notitle, \
  '' using 1:3 with linespoints pt 5 ps 0.3 lw 1.6 lc rgb orange notitle
unset multiplot
