"""The version of the API."""

INVENTREE_API_VERSION = 0
INVENTREE_API_TEXT = ""
