"""The script that `launch` starts in isolated mode, as a file: nothing but what is installed can be imported.

Not even this package, so it first makes that known, and nothing that lies beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path


def make_importable() -> None:
    """Makes this package importable, and nothing that lies beside it."""
    from importlib.util import module_from_spec, spec_from_file_location

    folder = Path(__file__).parents[1]
    spec = spec_from_file_location(
        folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules[folder.name] = package = module_from_spec(spec)
    spec.loader.exec_module(package)


if __name__ == "__main__":
    make_importable()
    from flake8_inventree_plugin.runtime.child import main

    sys.exit(main())
