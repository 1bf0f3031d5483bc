"""One module a platform: the platform's payload in, a ``Lead`` out. No I/O."""
