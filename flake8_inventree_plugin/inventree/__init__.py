"""What InvenTree is, release by release."""
