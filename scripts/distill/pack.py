"""Packs trained rows into the table that ships.

Usage: pack.py VOCABULARY.txt ROWS.npy OUT.bin NAME
"""

import sys
from pathlib import Path

import numpy as np

import table

vocabulary, rows, target, name = sys.argv[1:5]
table.write(target, name, ["en"], Path(vocabulary).read_text(encoding="utf-8").split("\n"), np.load(rows))
print(Path(target).stat().st_size, "bytes,", table.read(target)[0])
