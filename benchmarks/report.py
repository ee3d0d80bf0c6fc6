"""Writes what was measured as tables and a plot."""

from __future__ import annotations

import datetime
import platform
from dataclasses import dataclass, field

from inputs import HERE
from measure import Case, Cost


@dataclass(frozen=True, slots=True)
class Budgets:
    """CPU seconds of one project; `peak` in MiB. `parse` is `libcst.parse_module` on all files."""

    name: str
    files: int
    parse: float
    parse_one: float
    cold: float
    warm: float
    changed: float
    flake8: float
    flake8_alone: float
    peak: float

    def rows(self) -> list[tuple[str, float, float]]:
        """What was measured, and how much it may be. Memory is held to its limit in the large tree."""
        return [
            ("cold", self.cold, 1.4 * self.parse + 0.35),
            ("warm", self.warm, 0.2),
            ("one file changed", self.changed, self.warm + 0.25 + self.parse_one),
            ("flake8, one file saved", self.flake8, self.flake8_alone + 0.25 + 1.4 * self.parse_one),
            ("peak memory", self.peak, 300.0),
        ]


@dataclass(slots=True)
class Results:
    """All that was measured, with these versions of the tools, each so many times."""

    versions: list[str]
    runs: int
    others: dict[str, list[Case]] = field(default_factory=dict)
    budgets: list[Budgets] = field(default_factory=list)
    growth: list[tuple[int, float, Cost]] = field(default_factory=list)
    processes: list[Case] = field(default_factory=list)


def write(results: Results, *, whole: bool) -> None:
    """Prints the tables; when everything was measured, also writes README.md and the plot."""
    text = "\n".join(_sections(results))
    print(text)
    if not whole:
        return
    readme = HERE / "README.md"
    head, _ = readme.read_text(encoding="utf-8").split("<!-- measured -->\n")
    readme.write_text(f"{head}<!-- measured -->\n{text}", encoding="utf-8")
    _plot(results)


def _sections(results: Results) -> list[str]:
    versions = ", ".join([f"Python {platform.python_version()}", *results.versions])
    lines = [f"Measured on {datetime.date.today()} with {versions}; medians of {results.runs} runs.", ""]
    if results.others:
        lines += ["![CPU time of each tool](cost.svg)", ""]
    for title, cases in results.others.items():
        lines += [f"## {title}", "", "| tool | CPU s | times ours, cold | wall s | peak MiB |"]
        lines.append("| --- | ---: | ---: | ---: | ---: |")
        ours = cases[0].median.cpu
        lines += [_row(case, f"{case.median.cpu / ours:.2f}") for case in cases]
        lines.append("")
    if results.budgets:
        lines += ["## Budgets", "", "CPU seconds (memory: MiB) and the budget in parentheses.", ""]
        names = [name for name, _, _ in results.budgets[0].rows()]
        lines += [f"| project | files | parse | {' | '.join(names)} |", "| --- " + "| ---: " * 7 + "|"]
        for project in results.budgets:
            cells = [
                f"{value:.{digits(name)}f} ({limit:.{digits(name)}f})"
                for name, value, limit in project.rows()
            ]
            lines.append(f"| {project.name} | {project.files} | {project.parse:.2f} | {' | '.join(cells)} |")
        lines.append("")
    if results.growth:
        lines += ["## Growth", "", "| files | parse, CPU s | cold, CPU s | ms a file | peak MiB |"]
        lines.append("| ---: | ---: | ---: | ---: | ---: |")
        for files, parse, cold in results.growth:
            each = 1000 * cold.cpu / files
            lines.append(f"| {files} | {parse:.2f} | {cold.cpu:.2f} | {each:.1f} | {cold.peak:.0f} |")
        lines.append("")
    if results.processes:
        lines += ["## Processes", "", "The tree of 1,000 files, cold.", ""]
        lines += ["| command | CPU s | faster than with one | wall s | peak MiB |"]
        lines.append("| --- | ---: | ---: | ---: | ---: |")
        for one, two in zip(results.processes[::2], results.processes[1::2], strict=True):
            lines += [_row(one, "1.00"), _row(two, f"{one.median.wall / two.median.wall:.2f}")]
        lines.append("")
    return lines


def digits(name: str) -> int:
    """Decimals that a figure deserves."""
    return 0 if "memory" in name else 2


def _row(case: Case, relation: str) -> str:
    cost = case.median
    return f"| {case.name} | {cost.cpu:.2f} | {relation} | {cost.wall:.2f} | {cost.peak:.0f} |"


def _plot(results: Results) -> None:
    """CPU time by tool, a panel for each set of files."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    matplotlib.rcParams["svg.hashsalt"] = "cost"
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(len(results.others), 1, figsize=(8, 3 * len(results.others)))
    for panel, (title, cases) in zip(panels, results.others.items(), strict=True):
        names = [case.name for case in cases][::-1]
        values = [case.median.cpu for case in cases][::-1]
        colors = ["#2a6fbb" if "inventree" in name or "with it" in name else "#999999" for name in names]
        bars = panel.barh(names, values, color=colors)
        panel.bar_label(bars, fmt="%.2f", padding=3)
        panel.set_title(f"{title}: CPU seconds")
        panel.margins(x=0.12)
        panel.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(HERE / "cost.svg", metadata={"Date": None})
