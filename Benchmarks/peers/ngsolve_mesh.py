"""Structured meshes as NGSolve meshes of quadrilaterals."""

from netgen.meshing import Element1D, Element2D, FaceDescriptor, Mesh as NetgenMesh, MeshPoint, Pnt
from ngsolve import Mesh


def make_mesh(r, z, in_bulk, faces=()):
    """Materials: air, bulk. Boundaries: axis, mirror (the lowest line), far, and faces inside: (name, in_face(r, z)) of horizontal edges."""
    mesh = NetgenMesh(dim=2)
    node = [[mesh.Add(MeshPoint(Pnt(a, b, 0))) for b in z] for a in r]
    for tag, name in enumerate(("air", "bulk"), 1):
        mesh.Add(FaceDescriptor(surfnr=tag, domin=tag, bc=tag))
        mesh.SetMaterial(tag, name)
    for i in range(len(r) - 1):
        for j in range(len(z) - 1):
            corners = [node[i][j], node[i + 1][j], node[i + 1][j + 1], node[i][j + 1]]
            bulk = in_bulk(0.5 * (r[i] + r[i + 1]), 0.5 * (z[j] + z[j + 1]))
            mesh.Add(Element2D(2 if bulk else 1, corners))
    last_r, last_z = len(r) - 1, len(z) - 1
    for j in range(last_z):
        mesh.Add(Element1D([node[0][j], node[0][j + 1]], index=1))
        mesh.Add(Element1D([node[last_r][j], node[last_r][j + 1]], index=3))
    for i in range(last_r):
        mesh.Add(Element1D([node[i][0], node[i + 1][0]], index=2))
        mesh.Add(Element1D([node[i][last_z], node[i + 1][last_z]], index=3))
    for tag, (_, in_face) in enumerate(faces, 4):
        for i in range(last_r):
            for j in range(1, last_z):
                if in_face(0.5 * (r[i] + r[i + 1]), z[j]):
                    mesh.Add(Element1D([node[i][j], node[i + 1][j]], index=tag))
    for tag, name in enumerate(("axis", "mirror", "far", *(name for name, _ in faces))):
        mesh.SetBCName(tag, name)
    return Mesh(mesh)
