"""The command line: the first face; every command is one verb of the Studio and a way to show it."""
