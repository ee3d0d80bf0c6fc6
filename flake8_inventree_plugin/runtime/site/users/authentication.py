"""Who uses the API."""

from flake8_inventree_plugin.runtime.framework.authentication import ApiTokenAuthentication

__all__ = ["ApiTokenAuthentication"]
