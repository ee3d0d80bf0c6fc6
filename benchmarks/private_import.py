"""INV201 as a rule of Fixit, so that both tools do work of the same kind."""

import libcst
from fixit import LintRule


class PrivateImport(LintRule):
    """Reports private names that are imported from InvenTree's plugin framework."""

    MESSAGE = "This name is private"

    def visit_ImportFrom(self, node: libcst.ImportFrom) -> None:  # noqa: N802
        """Looks at one import."""
        module = libcst.helpers.get_full_name_for_node(node.module) if node.module else None
        if module is None or module.split(".")[0] != "plugin" or isinstance(node.names, libcst.ImportStar):
            return
        for alias in node.names:
            if alias.evaluated_name.startswith("_"):
                self.report(alias)
