"""`inventree-lint catalogue`: what the linter knows about InvenTree's releases, and how it learns more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flake8_inventree_plugin.inventree.catalogue import HOST_DISTRIBUTIONS
from flake8_inventree_plugin.inventree.releases import DATA, RELEASES, InvalidTarget, parse_target

if TYPE_CHECKING:
    from flake8_inventree_plugin.inventree.extract.release import Release

_LISTED = 8
"""How many items a note names at most."""


@click.group()
def catalogue() -> None:
    """Compare InvenTree releases, or add one."""


@catalogue.command()
@click.argument("old")
@click.argument("new")
@click.option("--all", "everything", is_flag=True, help="List everything instead of the first of many.")
def diff(old: str, new: str, everything: bool) -> None:
    """Print what changed for plugins between two releases, such as 1.3 and 1.4."""
    from flake8_inventree_plugin.inventree.differences import compare
    from flake8_inventree_plugin.reports.release_changes import release_changes

    first, second = _known_release(old), _known_release(new)
    if RELEASES.index(first) >= RELEASES.index(second):
        raise click.UsageError(f"Name the older release first: {second} {first}.")
    click.echo(release_changes(compare(first, second), everything), nl=False)


@catalogue.command()
@click.argument("checkout", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--release",
    "releases",
    multiple=True,
    metavar="R[=REF]",
    help="The release that the checkout is (default: what it states), and the git ref to read it at. "
    "Several can be given.",
)
@click.option("--ref", help="The git ref to read where --release names none. Default: HEAD.")
@click.option(
    "--all", "everything", is_flag=True, help="Read all known releases again, at their recorded commits."
)
@click.option(
    "--site-packages",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder in which Django, REST framework or a whole server is installed or unpacked; needed once "
    "for each feature release of these. Several can be given.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=DATA,
    show_default="the data of this installation",
    help="The folder of the data files.",
)
def build(
    checkout: Path,
    releases: tuple[str, ...],
    ref: str | None,
    everything: bool,
    folders: tuple[Path, ...],
    output: Path,
) -> None:
    """Read the facts of a release from an InvenTree checkout into the data files.

    CHECKOUT is a git repository, bare or not, which is read at a ref without checking it out, or a plain
    folder. A release that is known already is replaced. Nothing that is read is imported or run.
    """
    from flake8_inventree_plugin.inventree.extract import data_files
    from flake8_inventree_plugin.inventree.extract.checkout import CheckoutError, read_checkout
    from flake8_inventree_plugin.inventree.extract.host import read_hosts, read_import_names
    from flake8_inventree_plugin.inventree.extract.release import feature_release, read_release
    from flake8_inventree_plugin.inventree.extract.tables import write_files

    wanted: dict[str | None, str | None] = {}
    if everything:
        wanted.update(data_files.recorded_commits(output))
    for text in releases:
        name, _, own_ref = text.partition("=")
        wanted[name] = own_ref or ref
    try:
        found: dict[str, Release] = {}
        for wanted_name, wanted_ref in (wanted or {None: ref}).items():
            name_given = wanted_name and feature_release(wanted_name)
            release = read_release(read_checkout(checkout, wanted_ref), name_given)
            found[release.name] = release
            _tell(release)
        hosts = [read_hosts(folder) for folder in folders]
        write_files(output, data_files.with_releases(output, found.values()))
        write_files(output, data_files.with_hosts(output, hosts))
        for folder in folders:
            write_files(output, data_files.with_import_names(output, read_import_names(folder)))
    except CheckoutError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from None
    for host in hosts:
        for name, (version, facts) in host.items():
            click.echo(f"{name} {version}: {sum(len(fact) == 1 for fact in facts)} modules")
    for note in _notes(output, found):
        click.echo(note)


def _known_release(text: str) -> str:
    try:
        releases = parse_target(text)
    except InvalidTarget as error:
        raise click.UsageError(str(error)) from None
    if len(releases) != 1:
        raise click.UsageError(f'"{text}" is more than one release.')
    return releases.first


def _tell(release: Release) -> None:
    from flake8_inventree_plugin.inventree.extract.release import feature_release

    counts = {name: len(facts) for name, facts in release.facts.items()}
    place = f" at {release.entry['commit'][:9]}" if release.entry["commit"] else ""
    click.echo(
        f"{release.name}: InvenTree {release.stated}{place}: {counts['names']} modules and names, "
        f"{counts['members']} members of the framework, {counts['packages']} packages, "
        f"{counts['migrations']} migrations, {counts['events']} events"
    )
    if feature_release(release.stated) != release.name:
        click.echo(f"  Note: it states {release.stated}, and is recorded as {release.name}.")


def _notes(output: Path, found: Mapping[str, Release]) -> list[str]:
    """What the data still lacks for the releases that were read."""
    from flake8_inventree_plugin.inventree.extract.tables import read_json

    notes = []
    names = read_json(output / "import_names.json")
    unknown: set[str] = set()
    for host, distribution in HOST_DISTRIBUTIONS.items():
        known = read_json(output / f"{host}.json").get("versions", {})
        pinned = {
            fact[1]
            for release in found.values()
            for fact in release.facts["packages"]
            if fact[0] == distribution
        }
        missing = sorted(version for version in pinned if _feature(version) not in known)
        if missing:
            notes.append(
                f"Note: the names of {distribution} {', '.join(missing)} are not known, the nearest older "
                "version stands in. Unpack it somewhere and add it with --site-packages."
            )
    for release in found.values():
        unknown |= {fact[0] for fact in release.facts["packages"]} - names.keys()
    if unknown:
        shown = sorted(unknown)[:_LISTED]
        more = f" and {len(unknown) - _LISTED} more" if len(unknown) > _LISTED else ""
        notes.append(
            f"Note: by which names these packages are imported is not known: {', '.join(shown)}{more}. "
            "Add them to import_names.json, or give --site-packages of a server."
        )
    return notes


def _feature(version: str) -> str:
    return ".".join(version.split(".")[:2])
