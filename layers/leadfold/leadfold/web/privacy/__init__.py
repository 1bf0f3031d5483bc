"""Calls for a person's rights: erasure, export, restriction. Begin reading at ``erasures``."""
