"""`python -m flake8_inventree_plugin` is `inventree-lint`."""

from flake8_inventree_plugin.cli import main

if __name__ == "__main__":
    main()
