"""What each InvenTree release offers, as JSON; read by `catalogue` and `releases`."""
