"""Printed tables and reviewed facts become claims, each with the passage that states it."""
