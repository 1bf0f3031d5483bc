"""Stand-ins for outside services: real HTTP on loopback, the shapes and faults of the real ones."""
