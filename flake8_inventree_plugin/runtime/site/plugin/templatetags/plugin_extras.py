"""Tags about plugins."""

from django import template

register = template.Library()
