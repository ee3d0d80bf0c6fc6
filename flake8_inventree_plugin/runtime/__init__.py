"""The reference runtime: a small server that offers to plugins what InvenTree offers them.

It runs in a child process of its own (`launch.py`, `child.py`); only that process imports Django.
"""
