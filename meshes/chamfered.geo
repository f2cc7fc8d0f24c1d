// A disc of 15 mm radius and 8 mm height with chamfers of 2 mm and, in the bulk, quadrilaterals: r along x, z along y,
// lengths in metres.
// gmsh -2 chamfered.geo -format msh22 -o chamfered.msh
a = 0.015;
b = 0.004;
c = 0.002;
R = 0.2;
size = 0.0028;
air = 0.06;
Point(1) = {0, -b, 0, size};
Point(2) = {a - c, -b, 0, size};
Point(3) = {a, -b + c, 0, size};
Point(4) = {a, b - c, 0, size};
Point(5) = {a - c, b, 0, size};
Point(6) = {0, b, 0, size};
Point(7) = {0, -R, 0, air};
Point(8) = {R, 0, 0, air};
Point(9) = {0, R, 0, air};
Point(10) = {0, 0, 0, air};
Line(1) = {1, 2};
Line(2) = {2, 3};
Line(3) = {3, 4};
Line(4) = {4, 5};
Line(5) = {5, 6};
Line(6) = {6, 1};
Line(7) = {7, 1};
Line(8) = {6, 9};
Circle(9) = {7, 10, 8};
Circle(10) = {8, 10, 9};
Curve Loop(1) = {1, 2, 3, 4, 5, 6};
Curve Loop(2) = {9, 10, -8, -5, -4, -3, -2, -1, -7};
Plane Surface(1) = {1};
Plane Surface(2) = {2};
Recombine Surface {1};
Physical Surface("chamfered") = {1};
Physical Surface("air") = {2};
