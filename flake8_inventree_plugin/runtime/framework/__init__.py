"""What a plugin finds of InvenTree, and what the server does with the plugin.

`site/` gives these objects the names under which plugins import them; here they have their code, where no
release can take them away. Each module of `mixins/` has both sides of one mixin: the class that a plugin
inherits, and the functions that do what the server does with it. Nothing here is imported before Django is
set up, and only the child process does that.
"""
