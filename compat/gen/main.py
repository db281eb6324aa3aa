#!/usr/bin/env python3
"""The command vcegen: the package beside this file, wherever that is."""
import sys

from vcegen.cli import main

sys.exit(main(sys.argv[1:]))
