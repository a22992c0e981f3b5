"""The teacher's pieces and, after them, whole words that it would cut: "vpn" and "toner" deserve rows of their own.

Usage: vocabulary.py TOKENIZER.json PAIRS.jsonl OUT.txt SPOKEN.txt
SPOKEN: the same without "##", for the teacher. Words come from helpdesk-words.txt, from the pairs, and from the most
frequent words of English, in this order.
"""

import collections
import json
import re
import sys
from pathlib import Path

import wordfreq
from tokenizers import Tokenizer

OFTEN = 6
MOST_OF_PAIRS = 5000
MOST_OF_ENGLISH = 20000
WORD = re.compile(r"(?<![\w.])[a-z]{3,25}(?!\w)")


def of_pairs(path):
    counts = collections.Counter()
    with open(path, encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            if pair["kind"] == "section":
                counts.update(WORD.findall(f"{pair['short']} {pair['long']}".lower()))
    return [word for word, count in counts.most_common() if count >= OFTEN]


def main(tokenizer_file, pairs, out, spoken):
    numbers = json.loads(Path(tokenizer_file).read_text(encoding="utf-8"))["model"]["vocab"]
    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.no_padding()

    def cut(words):
        encoded = tokenizer.encode_batch(list(words), add_special_tokens=False)
        return [word for word, each in zip(words, encoded, strict=True) if len(each.ids) > 1]

    known = Path(__file__).with_name("helpdesk-words.txt").read_text(encoding="utf-8").split()
    english = [word for word in wordfreq.top_n_list("en", 90000, wordlist="large") if re.fullmatch("[a-z]{3,24}", word)]
    words = [*cut(known), *cut(of_pairs(pairs))[:MOST_OF_PAIRS], *cut(english)[:MOST_OF_ENGLISH]]
    pieces = [*sorted(numbers, key=numbers.get), *dict.fromkeys(words)]
    Path(out).write_text("\n".join(pieces), encoding="utf-8")
    Path(spoken).write_text("\n".join(piece.removeprefix("##") for piece in pieces), encoding="utf-8")
    print(len(pieces), "pieces")


main(*sys.argv[1:5])
