"""What a plugin repository is: its root, its files and their roles, its packaging and its plugin classes."""
