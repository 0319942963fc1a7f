"""Questions in files, their headers, and their answers."""
