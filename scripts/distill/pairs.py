"""Pairs of a short and a long text about the same thing, as JSON lines {kind, title, short, long}.

Usage: pairs.py OUT.jsonl SECTIONS.jsonl LISTS DICTIONARIES WORDNET
SECTIONS: what corpus.py wrote. LISTS: apt's folder of package lists, fetched with Acquire::Languages=en.
DICTIONARIES: folder of foldoc, jargon and vera as dictd has them. WORDNET: folder of WordNet's data files.
"""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

LONGEST = 900
LEAST_PACKAGE = 60
LEAST_ENTRY = 41
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def packages(folder):
    """Name, one line and long description of each Debian package."""
    seen = set()
    for path in sorted(Path(folder).glob("*Translation-en*")):
        shown = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], capture_output=True, text=True, check=True)
        for stanza in shown.stdout.split("\n\n"):
            name = re.search(r"^Package: (.*)$", stanza, re.M)
            found = re.search(r"^Description-en: (.*)\n((?: .*\n?)*)", stanza, re.M)
            if not name or not found:
                continue
            long = " ".join(line.strip() for line in found[2].split("\n") if line.strip() not in ("", "."))
            if len(long) >= LEAST_PACKAGE and long not in seen:
                seen.add(long)
                yield "package", name[1], found[1], long


def number(text):
    value = 0
    for char in text:
        value = value * 64 + DIGITS.index(char)
    return value


def dictionary(folder, name):
    data = gzip.open(Path(folder) / f"{name}.dict.dz").read()
    for line in (Path(folder) / f"{name}.index").read_text(encoding="utf-8").splitlines():
        word, start, length = line.split("\t")[:3]
        if word.startswith("00"):
            continue
        entry = data[number(start) : number(start) + number(length)].decode("utf-8", "replace")
        body = re.sub(r"\s+", " ", re.sub(r"[{}]", "", entry.split("\n", 1)[-1])).strip()
        if len(body) >= LEAST_ENTRY:
            yield name, "", word, body


def wordnet(folder):
    """A word; its synonyms and what it means. Names of people and places are left out."""
    for part in ("noun", "verb", "adj"):
        for line in (Path(folder) / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            entry, gloss = line.split(" | ", 1)
            fields = entry.split()
            words = [fields[4 + 2 * at].replace("_", " ") for at in range(int(fields[3], 16))]
            if part != "noun" or not re.search("[A-Z]", words[0]):
                yield "wordnet", "", words[0], " ".join(words[1:] + [gloss.strip()])


def sections(path):
    with open(path, encoding="utf-8") as lines:
        for each in map(json.loads, lines):
            yield "section", each["title"], each["heading"] or each["title"], each["text"]


def main(out, section_file, lists, dictionaries, wordnet_folder):
    found = [*packages(lists)]
    for name in ("foldoc", "jargon", "vera"):
        found += dictionary(dictionaries, name)
    found += [*wordnet(wordnet_folder), *sections(section_file)]
    with open(out, "w", encoding="utf-8") as file:
        for kind, title, short, long in found:
            row = {"kind": kind, "title": title, "short": short, "long": long[:LONGEST]}
            file.write(json.dumps(row) + "\n")
    print(len(found), "pairs")


main(*sys.argv[1:6])
