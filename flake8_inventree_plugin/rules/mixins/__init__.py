"""Group 4, "Pick your building blocks": mixins and what they need."""
