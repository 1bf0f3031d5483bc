"""The command line, ``leadfold``: one module a group of commands. Begin reading at ``main``."""
