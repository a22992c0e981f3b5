"""Sections (heading, text) out of folders of HTML and Markdown, as JSON lines.

Usage: corpus.py OUT.jsonl FOLDER [FOLDER ...]
"""

import gzip
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

MOST_WORDS = 110
LEAST_WORDS = 12
HEADINGS = {"h1", "h2", "h3", "h4"}
BREAKS = {"p", "li", "div", "td", "th", "dt", "dd", "br", "tr", "section", "pre"}
SKIPPED = {"script", "style", "nav", "head", "footer", "form", "select", "button"}


class Sections(HTMLParser):
    """Collects a page's text under its headings."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.sections = [["", []]]
        self.skipping = 0
        self.heading = None

    def handle_starttag(self, tag, attrs):
        if tag in SKIPPED:
            self.skipping += 1
        elif tag in HEADINGS:
            self.heading = []
        elif tag in BREAKS:
            self.sections[-1][1].append("\n")

    def handle_endtag(self, tag):
        if tag in SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        elif tag in HEADINGS and self.heading is not None:
            self.sections.append([clean("".join(self.heading)), []])
            self.heading = None

    def handle_data(self, data):
        if self.skipping:
            return
        if self.heading is not None:
            self.heading.append(data)
        else:
            self.sections[-1][1].append(data)


def clean(text):
    return re.sub(r"\s+", " ", text.replace("¶", " ")).strip()


def of_html(text):
    parser = Sections()
    parser.feed(text)
    return [(heading, "".join(parts)) for heading, parts in parser.sections]


def of_markdown(text):
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    pieces = re.split(r"^#{1,4}\s+(.*)$", text, flags=re.M)
    sections = [("", pieces[0])]
    sections += [(clean(pieces[at]), pieces[at + 1]) for at in range(1, len(pieces) - 1, 2)]
    return sections


def passages(sections):
    """Cuts sections into passages of whole lines."""
    title = next((heading for heading, _ in sections if heading), "")
    for heading, text in sections:
        words = []
        for line in text.split("\n"):
            words += clean(line).split(" ") if clean(line) else []
            if len(words) >= MOST_WORDS:
                yield title, heading, " ".join(words[:MOST_WORDS])
                words = words[MOST_WORDS:]
        if len(words) >= LEAST_WORDS:
            yield title, heading, " ".join(words)


def read(path):
    data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8", "replace")
    return of_markdown(text) if path.suffix == ".md" else of_html(text)


def main(out, folders):
    seen = set()
    count = 0
    with open(out, "w", encoding="utf-8") as target:
        for folder in folders:
            files = sorted(path for path in Path(folder).rglob("*") if re.search(r"\.(x?html?|md|page)(\.gz)?$", path.name))
            for path in files:
                if not path.is_file() or re.search(r"/(?:[a-z]{2}-[A-Z]{2}|genindex|search)/?", str(path)) and "en-US" not in str(path):
                    continue
                try:
                    found = list(passages(read(path)))
                except (OSError, ValueError):
                    continue
                for title, heading, text in found:
                    key = hashlib.sha256(text.encode()).digest()
                    letters = sum(char.isalpha() for char in text)
                    if key in seen or letters < len(text) * 0.6:
                        continue
                    seen.add(key)
                    count += 1
                    target.write(json.dumps({"title": title, "heading": heading, "text": text}) + "\n")
    print(f"{count} passages")


main(sys.argv[1], sys.argv[2:])
