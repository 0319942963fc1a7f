"""`python -m graph_builder` is `zhitu`."""

import sys

from graph_builder.cli import main

sys.exit(main())
