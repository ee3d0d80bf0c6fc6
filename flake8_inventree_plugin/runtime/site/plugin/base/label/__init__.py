"""The mixins, where InvenTree implements them."""
