"""What the server answers: the API as InvenTree has it, and pages on which an author sees his plugins.

The views only translate: what a plugin is asked, and what is made of its answer, is in `framework/`.
"""
