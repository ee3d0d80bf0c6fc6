"""`inventree-lint check`: lint, report, and mend what can be mended."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from flake8_inventree_plugin.cli import EXIT_CLEAN, baselines, options
from flake8_inventree_plugin.cli.checking import Outcome, Run, check_root, exit_status
from flake8_inventree_plugin.cli.reporting import choose_output, report, report_diff
from flake8_inventree_plugin.engine import Settings
from flake8_inventree_plugin.project.layout import NoSuchPathError, Root, discover, find_root
from flake8_inventree_plugin.project.loading import UNNAMED, available_jobs
from flake8_inventree_plugin.reports import FORMATS
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.progress import progress


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also mend what may change behaviour."
)
@click.option(
    "--target",
    callback=options.target,
    metavar="RANGE",
    help='InvenTree releases to check for, such as "1.2" or ">=0.16,<1.3".',
)
@click.option(
    "--select",
    callback=options.codes,
    shell_complete=options.complete_codes,
    metavar="CODES",
    help="Report only these codes or prefixes.",
)
@click.option(
    "--extend-select",
    callback=options.codes,
    shell_complete=options.complete_codes,
    metavar="CODES",
    help="Report these codes too.",
)
@click.option(
    "--ignore",
    callback=options.codes,
    shell_complete=options.complete_codes,
    metavar="CODES",
    help="Do not report these codes or prefixes.",
)
@click.option("--advice", is_flag=True, help="Report good practice too; it never fails the run.")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    help='How to report; "github" in GitHub Actions, else "text" where none is given.',
)
@click.option(
    "--output-file",
    type=options.FILE_PATH,
    metavar="FILE",
    help="Write the report in that format to FILE, and show text.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule too.")
@click.option(
    "--baseline",
    type=options.FILE_PATH,
    metavar="FILE",
    help="Report only what this file does not count already.",
)
@click.option(
    "--write-baseline",
    type=options.FILE_PATH,
    metavar="FILE",
    help="Count in this file what there is; one that is there already only shrinks.",
)
@click.option(
    "--add-suppressions",
    callback=options.reason,
    metavar="REASON",
    help="Write a noqa comment with this reason wherever something is found.",
)
@click.option(
    "--config",
    "config_file",
    type=options.FILE_PATH,
    metavar="FILE",
    help="Take the configuration from this file.",
)
@click.option(
    "--isolated", is_flag=True, help="Ignore the project's own configuration, suppressions and baseline."
)
@click.option("--no-cache", is_flag=True, help="Read every file anew, and remember nothing.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes to read files with; all cores by default."
)
@click.option(
    "--show-settings",
    is_flag=True,
    help="Show the settings of each project and their origin, and do no more.",
)
@click.option(
    "--show-files", is_flag=True, help="Show which files are checked and which are not, and do no more."
)
@click.option("--exit-zero", is_flag=True, help="End with status 0 even if there are findings.")
@click.option("--stdin-filename", metavar="FILE", help="With PATH -: which file standard input is.")
def check(
    paths: Sequence[Path],
    *,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    target: str | None,
    select: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    advice: bool,
    output_format: str | None,
    output_file: Path | None,
    statistics: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    add_suppressions: str | None,
    config_file: Path | None,
    isolated: bool,
    no_cache: bool,
    jobs: int | None,
    show_settings: bool,
    show_files: bool,
    exit_zero: bool,
    stdin_filename: str | None,
) -> int:
    """Lint InvenTree plugins.

    PATH is a file, a folder, or - for standard input; the current folder where none is given. A file is
    checked together with the project that it belongs to.
    """
    if fix and diff:
        raise click.UsageError("--fix and --diff exclude each other: --diff only shows what --fix would do.")
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    if write_baseline and (diff or baseline):
        raise click.UsageError("--write-baseline goes with neither --diff nor --baseline.")
    if add_suppressions and (fix or diff or write_baseline or isolated):
        raise click.UsageError(
            "--add-suppressions goes with none of --fix, --diff, --write-baseline and --isolated."
        )
    if (add_suppressions or write_baseline) and Path("-") in paths:
        raise click.UsageError("--add-suppressions and --write-baseline need files, not standard input.")
    runs = _runs(paths, stdin_filename)
    counted = None
    if file := baseline or write_baseline:
        counted = baselines.read(file, runs, isolated=isolated, must_exist=file is baseline)
    overrides = {
        "target": target,
        "select": select,
        "ignore": None if ignore is None else dict.fromkeys(ignore, ""),
        "advice": advice or None,
        **({"counted": counted} if counted else {}),
    }
    settings = Settings(
        overrides,
        also_select=extend_select or (),
        config=options.read_configuration(config_file, use_baseline=not counted) if config_file else None,
        isolated=isolated,
        use_cache=not no_cache,
        jobs=jobs or available_jobs(),
    )
    if show_settings or show_files:
        from flake8_inventree_plugin.cli import show

        if show_settings:
            show.show_settings(runs, settings, config_file)
        if show_files:
            show.show_files(runs, settings)
        return EXIT_CLEAN
    if fix and any(run.buffers for run in runs):
        raise click.UsageError("--fix cannot write to standard input; use --diff.")
    if diff and (output_format or output_file or statistics):
        raise click.UsageError(
            "--diff prints no report: it goes with no --output-format, --output-file or --statistics."
        )
    output = choose_output(output_format, output_file, statistics=statistics)

    outcome = Outcome()
    with progress() as step:
        for run in runs:
            if add_suppressions:
                from flake8_inventree_plugin.cli import suppressing

                suppressing.add_suppressions(run, settings, outcome, add_suppressions)
            check_root(run, settings, outcome, step, fix=fix, diff=diff, unsafe=unsafe_fixes)
    if write_baseline and counted:
        outcome.notes += baselines.write(write_baseline, runs, outcome, counted)
    else:
        outcome.notes += baselines.notes(runs, outcome)
    if diff:
        report_diff(outcome)
    else:
        report(outcome, output, exit_zero=exit_zero)
    return exit_status(outcome, exit_zero=exit_zero)


def _runs(paths: Sequence[Path], stdin_filename: str | None) -> list[Run]:
    names = [str(path) for path in paths]
    if "-" in names:
        if len(names) > 1:
            raise click.UsageError("- stands for standard input and goes with no other PATH.")
        return [_standard_input(stdin_filename)]
    if stdin_filename is not None:
        raise click.UsageError("--stdin-filename goes with the PATH -.")
    try:
        found = discover(paths or [Path()])
    except NoSuchPathError as error:
        raise click.UsageError(visible(str(error))) from error
    return [Run(root, requested) for root, requested in found.items()]


def _standard_input(filename: str | None) -> Run:
    if filename is not None and not filename.endswith(".py"):
        raise click.UsageError(visible(f"--stdin-filename {filename}: this is no Python file."))
    data = sys.stdin.buffer.read()
    if filename is None:
        return Run(Root(Path.cwd(), UNNAMED), [UNNAMED], {UNNAMED: data})
    root = find_root(Path(filename))
    path = Path(os.path.abspath(filename)).relative_to(root.folder).as_posix()
    return Run(root, [path], {path: data})
