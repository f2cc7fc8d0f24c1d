"""The structured mesh of the Kim case in Gmsh's format 2.2, with the groups that kim.pro names."""

from kim_case import *


def write_mesh(path, r, z):
    """Tags: 1 air, 2 bulk, 3 surface of the bulk, 4 mirror plane and far boundary where in air."""
    node = lambda i, j: 1 + i * len(z) + j
    elements = []
    for i in range(len(r) - 1):
        for j in range(len(z) - 1):
            bulk = in_bulk(0.5 * (r[i] + r[i + 1]), 0.5 * (z[j] + z[j + 1]))
            corners = [node(i, j), node(i + 1, j), node(i + 1, j + 1), node(i, j + 1)]
            elements.append((3, 2 if bulk else 1, corners))
    low, high = np.searchsorted(z, [Z_LOW - 1e-9, Z_HIGH - 1e-9])
    rim = np.searchsorted(r, RADIUS - 1e-9)
    for i in range(rim):
        elements += [(1, 3, [node(i, j), node(i + 1, j)]) for j in (low, high)]
    elements += [(1, 3, [node(rim, j), node(rim, j + 1)]) for j in range(low, high)]
    for i in range(len(r) - 1):
        elements += [(1, 4, [node(i, j), node(i + 1, j)]) for j in (0, len(z) - 1)]
    elements += [(1, 4, [node(len(r) - 1, j), node(len(r) - 1, j + 1)]) for j in range(len(z) - 1)]
    with open(path, "w") as file:
        print("$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Nodes", len(r) * len(z), sep="\n", file=file)
        for i in range(len(r)):
            for j in range(len(z)):
                print(node(i, j), r[i], z[j], 0, file=file)
        print("$EndNodes\n$Elements", len(elements), sep="\n", file=file)
        for tag, (kind, group, nodes) in enumerate(elements, 1):
            print(tag, kind, 2, group, group, *nodes, file=file)
        print("$EndElements", file=file)
