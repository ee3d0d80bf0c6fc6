"""Measures whole processes: CPU and wall time in seconds, peak memory in MiB."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and the children that it waited for used; `peak` is the largest single process."""

    cpu: float
    wall: float
    peak: float


@dataclass(slots=True)
class Case:
    """A command that is measured; `prepare` runs before each time and is not counted."""

    name: str
    command: Sequence[str]
    prepare: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    costs: list[Cost] = field(default_factory=list)

    @property
    def median(self) -> Cost:
        """The medians of what was measured."""
        return Cost(*(statistics.median(values) for values in zip(*map(_values, self.costs), strict=True)))


def _values(cost: Cost) -> tuple[float, float, float]:
    return cost.cpu, cost.wall, cost.peak


def measure(cases: Sequence[Case], runs: int) -> None:
    """Measures the cases in turn, so that a machine that changes its speed changes it for all.

    The first round warms up and is not counted. Raises RuntimeError where a command cannot do its work.
    """
    for round_ in range(runs + 1):
        for case in cases:
            case.prepare()
            cost = run(case)
            if round_:
                case.costs.append(cost)


def run(case: Case) -> Cost:
    """Runs a case once."""
    environment = {**os.environ, **case.environment}
    # Installed packages have their bytecode; measuring compilation would say nothing of users.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.monotonic()
    with subprocess.Popen(
        case.command, cwd=case.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    # 1 and, for pylint, the sum of its bits are findings.
    if process.returncode < 0 or (process.returncode > 1 and "pylint" not in case.name):
        raise RuntimeError(f"{case.name}: status {process.returncode}\n{errors.decode(errors='replace')}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
