"""What mends findings: one module a fix, named by `Fix.name`; loaded only when a fix is asked for.

Each has `edits(source, finding)`, which returns the edits that mend one finding, or none where it finds the
text other than the finding says.
"""
