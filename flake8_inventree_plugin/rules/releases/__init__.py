"""Runs where it says it runs."""
