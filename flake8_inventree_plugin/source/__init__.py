"""Text to facts: the only package, with `fixes`, that imports libcst."""
