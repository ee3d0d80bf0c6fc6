"""Reads the facts of a release out of an InvenTree checkout, and keeps them in the data files.

    checkout.py    a folder, or a git repository at a ref -> the files that matter
    modules.py     Python files -> modules: what each binds at top level, and where a name comes from
    classes.py     the plugin framework's classes and their members
    events.py      the events that the server sends
    environment.py the release's version, Pythons and installed packages
    release.py     all of these, and the migrations: one release
    host.py        an unpacked Django, REST framework or whole environment -> names, import names
    tables.py      the data files as tables of facts
    data_files.py  adds releases and frameworks to them

Nothing of what is read is imported or run. The build is for maintainers: it takes some seconds a release, and
a normal run never imports this package.
"""
