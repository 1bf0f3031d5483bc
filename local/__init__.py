"""Tools of `make`: virtual environments, pins, the local stack, the demo. Not deployed to AWS."""
