"""One module for each command: `configure` describes its arguments, `run` carries it out."""
