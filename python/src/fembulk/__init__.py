"""Superconducting bulk magnets: trapped field, currents and decay, with an error bar on every number.

Numbers are in SI units; strings carry their unit.

>>> import fembulk
>>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
>>> print(f"{run.stages[-1].probes['centre'].Bz:.2f} T")
2.83 T
"""

from ._errors import (
    Cancelled,
    CaseError,
    ComputationError,
    FembulkError,
    Finding,
    OutputError,
    ProgramEnded,
)
from ._session import Session
from .bodies import Bulk, Disc, Ring
from .design import Design
from .fields import Fields
from .fitting import Fit, Fitted, Parameter, fit
from .magnet import Magnet, load, pair
from .materials import Card, Jc, Material, material
from .measurements import Measured
from .protocol import Protocol
from .results import CellMap, Homogeneity, ProbeValue, Stage, Table, Uncertain
from .run import Run, open
from .samples import Experiment, Sample
from .sources import Loop, PermanentMagnet, Solenoid
from .studies import sweep

__version__ = "0.1.0"

__all__ = [
    "Bulk",
    "Cancelled",
    "Card",
    "CaseError",
    "CellMap",
    "ComputationError",
    "Design",
    "Disc",
    "Experiment",
    "FembulkError",
    "Fields",
    "Finding",
    "Fit",
    "Fitted",
    "Homogeneity",
    "Jc",
    "Loop",
    "Magnet",
    "Material",
    "Measured",
    "OutputError",
    "Parameter",
    "PermanentMagnet",
    "ProbeValue",
    "ProgramEnded",
    "Protocol",
    "Ring",
    "Run",
    "Sample",
    "Session",
    "Solenoid",
    "Stage",
    "Table",
    "Uncertain",
    "fit",
    "load",
    "material",
    "open",
    "pair",
    "sweep",
]
