"""Group 1: "Define the metadata"."""
