"""The reader: documents, entities, the reading screen and the `postil` command."""
