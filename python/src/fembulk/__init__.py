"""Superconducting bulk magnets: trapped field, currents and decay, with an error bar on every number.

Numbers are in SI units; strings carry their unit.

>>> import fembulk
>>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
>>> print(f"{run.stages[-1].probes['centre'].Bz:.2f} T")
2.83 T
"""

from ._errors import Cancelled, CaseError, ComputationError, FembulkError, Finding, ProgramEnded
from ._session import Session
from .magnet import Bulk, Disc, Magnet, Ring, load, pair
from .materials import Card, Jc, Material, material
from .run import CellMap, ProbeValue, Run, Stage, Table, open
from .studies import sweep

__version__ = "0.1.0"

__all__ = [
    "Bulk",
    "Cancelled",
    "Card",
    "CaseError",
    "CellMap",
    "ComputationError",
    "Disc",
    "FembulkError",
    "Finding",
    "Jc",
    "Magnet",
    "Material",
    "ProbeValue",
    "ProgramEnded",
    "Ring",
    "Run",
    "Session",
    "Stage",
    "Table",
    "load",
    "material",
    "open",
    "pair",
    "sweep",
]
