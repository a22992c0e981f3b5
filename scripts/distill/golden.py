"""What the table's Python reader makes of some texts, for the test of its TypeScript reader.

Usage: golden.py TABLE.bin GOLDEN.json
The texts are those of GOLDEN.json; the rest of it is written anew. Tokens come from the tokenizers package, so that
the two readers share no code.
"""

import json
import sys
from pathlib import Path

import numpy as np

import table
import tokens

SHOWN = 6


def main(path, fixture):
    _, pieces, rows = table.read(path)
    made = tokens.tokenizer(pieces)
    golden = []
    for text in (each["text"] for each in json.loads(Path(fixture).read_text(encoding="utf-8"))):
        known = tokens.cut(made, [text], None)[0]
        vector = rows[known].astype(np.float64).sum(axis=0)
        vector /= np.linalg.norm(vector) or 1
        golden.append(
            {
                "text": text,
                "pieces": [pieces[each] for each in known],
                "vector": [round(float(value), 6) for value in vector[:SHOWN]],
            }
        )
    lines = ",\n".join(json.dumps(each) for each in golden)
    Path(fixture).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


main(*sys.argv[1:3])
