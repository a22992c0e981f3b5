"""What the teacher is asked: short texts and passages whose meaning the table learns to place as the teacher does.

Usage: lessons.py PAIRS.jsonl VOCABULARY.txt OUT.txt
One text a line, for teacher.py. The seed makes the choice the same each time.
"""

import json
import random
import re
import sys
from pathlib import Path

SEED = 11
WHOLE_WORD = re.compile("[a-z]{3,25}")


def first(text):
    return re.split(r"(?<=[.!?;]) ", re.sub(r"^(\d\. )?(<[^>]*> )?", "", text.strip()))[0][:160]


def named(pair):
    return f"{pair['short']}: {first(pair['long'])}"


def main(source, vocabulary, out):
    draw = random.Random(SEED)
    kinds = {}
    with open(source, encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            kinds.setdefault(pair["kind"], []).append(pair)
    texts = [pair["short"] for pair in draw.sample(kinds["package"], 14000)]
    texts += [first(pair["long"]) for pair in draw.sample(kinds["package"], 6000)]
    texts += [named(pair) for pair in draw.sample(kinds["wordnet"], 16000)]
    texts += [named(pair) for pair in draw.sample(kinds["foldoc"], 6000)]
    texts += [first(pair["long"]) for pair in draw.sample(kinds["section"], 10000)]
    texts += [pair["long"] for pair in draw.sample(kinds["section"], 24000)]
    texts += [pair["short"] for pair in kinds["section"]]
    texts += [word for word in Path(vocabulary).read_text(encoding="utf-8").split("\n") if WHOLE_WORD.fullmatch(word)]
    texts = [text for text in dict.fromkeys(re.sub(r"\s+", " ", text).strip() for text in texts) if text]
    Path(out).write_text("\n".join(texts), encoding="utf-8")
    print(len(texts), "texts")


main(*sys.argv[1:4])
