"""Lints InvenTree plugins: a flake8 plugin and the inventree-lint command on one engine."""
