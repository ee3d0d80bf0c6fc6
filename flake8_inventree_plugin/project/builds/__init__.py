"""Which data files each build backend puts into the package, worked out without building anything."""
