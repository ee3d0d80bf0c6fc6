"""Whether a user may do something."""

from flake8_inventree_plugin.runtime.framework.permissions import check_user_permission, check_user_role

__all__ = ["check_user_permission", "check_user_role"]
