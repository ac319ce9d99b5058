"""Any source becomes a `Document`: one module a format, found through a registry that plug-ins use too."""
