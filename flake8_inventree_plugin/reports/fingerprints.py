"""What tells a finding from the others, and is the same in the next run although lines have moved."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.reports import Located


def fingerprints(items: Sequence[Located]) -> list[str]:
    """One fingerprint for each finding, all different.

    It depends on the file, the rule, the message and the source line, but on no numbers in the message (they
    count, or name lines) and no white space. Findings that are alike in all that are numbered in their order.
    """
    seen: Counter[str] = Counter()
    result = []
    for item in items:
        content = _content(item)
        seen[content] += 1
        number = f"\0{seen[content]}" if seen[content] > 1 else ""
        digest = hashlib.sha256(f"{content}{number}".encode("utf-8", "backslashreplace"))
        result.append(digest.hexdigest()[:32])
    return result


def _content(item: Located) -> str:
    finding = item.finding
    message = re.sub(r"\d+", "0", finding.message)
    return "\0".join([finding.code, item.path, message, _source(item.source_line, finding.range)])


def _source(line: str | None, place: Range) -> str:
    """The source line without what the formatter changes, nothing where the finding is about the file."""
    is_whole_file = place[:2] == place[2:]
    return "" if line is None or is_whole_file else " ".join(line.split())
