"""Trains the table: pairs of texts are to find each other, and texts to be as near as the teacher says they are.

Usage: train.py VOCABULARY.txt PIECES.npy PAIRS.jsonl LESSONS.txt LESSONS.npy OUT.npy
PIECES: the teacher's vectors of the pieces by themselves, where the table starts from.

Two losses, added: InfoNCE over pairs in a batch (short and long text; or a cut of a passage and the rest of it), and
the Kullback-Leibler distance of the similarities within a batch of lessons, table against teacher. Adam touches
only the rows that a batch uses.
"""

import json
import re
import sys
import time
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import wordfreq

import tokens

SEED = 7
DIMENSIONS = 256
STEPS = 900
BATCH = 640
RATE = 0.0015
HEAT = 0.06
TEACHER_HEAT = 0.05
TEACHER_SHARE = 30
PULL_TO_START = 1e-5
# The table is the mean of its last states: steadier than any one of them.
AVERAGED = 400
RARE = 3e-4
LONGEST = 200
LONGEST_LESSON = 64
DROPPED = 0.15
SAME = 0.97
MIX = {"section": 0.25, "package": 0.22, "foldoc": 0.1, "wordnet": 0.15, "jargon": 0.01, "vera": 0.02, "inside": 0.25}


def unit(rows):
    return rows / np.maximum(1e-9, np.linalg.norm(rows, axis=1, keepdims=True))


def start(pieces, vectors, lessons, counts):
    """The teacher's vectors, turned to their main axes, shorter the more often a piece occurs (SIF)."""
    english = [wordfreq.word_frequency(piece, "en") if re.match("[a-z]", piece) else 0 for piece in pieces]
    share = 0.5 * counts / counts.sum() + 0.5 * np.array(english)
    axes = np.linalg.svd(lessons, full_matrices=False)[2][:DIMENSIONS].T
    turned = unit((vectors - vectors.mean(axis=0)) @ axes)
    return (turned * (RARE / (RARE + share))[:, None]).astype(np.float32)


class Pairs:
    """Draws batches of pairs; a quarter batch is of one kind, which makes it harder."""

    def __init__(self, path, made, draw):
        with open(path, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        self.draw = draw
        self.title, self.short, self.long = (
            tokens.cut(made, [row[name] for row in rows], LONGEST) for name in ("title", "short", "long")
        )
        usable = np.array([len(s) >= 1 and len(l) >= 3 for s, l in zip(self.short, self.long, strict=True)])
        kind = np.array([row["kind"] for row in rows])
        self.rows = {name: np.flatnonzero(usable & (kind == name)) for name in MIX if name != "inside"}
        lengths = np.array([len(each) for each in self.long])
        self.rows["inside"] = np.flatnonzero(np.isin(kind, ["section", "package", "foldoc"]) & (lengths >= 24))

    def batch(self):
        queries, passages = [], []
        for kind in self.draw.choice(list(MIX), p=list(MIX.values()), size=4):
            for at in self.draw.choice(self.rows[kind], BATCH // 4, replace=False):
                query, passage = self.inside(at) if kind == "inside" else self.whole(at, kind)
                queries.append(self.thin(query))
                passages.append(self.thin(passage))
        return queries, passages

    def whole(self, at, kind):
        titled = kind == "section" and self.draw.random() < 0.5
        return self.short[at], np.concatenate([self.title[at], self.long[at]]) if titled else self.long[at]

    def inside(self, at):
        text = self.long[at]
        length = int(min(max(5, len(text) * self.draw.uniform(0.08, 0.3)), 30))
        begin = self.draw.integers(0, len(text) - length + 1)
        rest = [text[:begin], text[begin + length :]] if self.draw.random() < 0.7 else [text]
        return text[begin : begin + length], np.concatenate([self.title[at], self.short[at], *rest])

    def thin(self, cut):
        return cut[self.draw.random(len(cut)) > DROPPED] if len(cut) > 5 else cut


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def embed(bag, table):
    """Unit vectors, and what a gradient on them means for the sums they were made from."""
    sums = bag @ table
    length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
    vectors = sums / length
    return vectors, lambda slope: (slope - vectors * (slope * vectors).sum(axis=1, keepdims=True)) / length


def pair_loss(queries, passages):
    scores = queries @ passages.T / HEAT
    twins = passages @ passages.T > SAME
    np.fill_diagonal(twins, False)
    scores[twins] = -1e4
    forth, back = softmax(scores), softmax(scores.T).T
    loss = -np.log(np.diag(forth) + 1e-9).mean()
    slope = ((forth + back - 2 * np.eye(len(scores))) / (2 * len(scores) * HEAT)).astype(np.float32)
    return loss, slope @ passages, slope.T @ queries


def lesson_loss(vectors, taught):
    own, teacher = vectors @ vectors.T / HEAT, taught @ taught.T / TEACHER_HEAT
    np.fill_diagonal(own, -1e4)
    np.fill_diagonal(teacher, -1e4)
    own, teacher = softmax(own), softmax(teacher)
    loss = (teacher * (np.log(teacher + 1e-12) - np.log(own + 1e-12))).sum(axis=1).mean()
    slope = ((own - teacher) / (len(own) * HEAT)).astype(np.float32)
    return loss, TEACHER_SHARE * ((slope + slope.T) @ vectors)


class Adam:
    def __init__(self, table):
        self.mean, self.square = np.zeros_like(table), np.zeros_like(table)

    def step(self, table, rows, slope, rate):
        self.mean[rows] = 0.9 * self.mean[rows] + 0.1 * slope
        self.square[rows] = 0.98 * self.square[rows] + 0.02 * slope * slope
        table[rows] -= rate * self.mean[rows] / (np.sqrt(self.square[rows]) + 1e-7)


def train(table, pairs, cuts, taught, draw):
    first, mean, adam, began = table.copy(), np.zeros_like(table), Adam(table), time.monotonic()
    for step in range(1, STEPS + 1):
        chosen = draw.choice(len(cuts), BATCH, replace=False)
        bag = [tokens.bags(each, len(table)) for each in (*pairs.batch(), [cuts[at] for at in chosen])]
        (queries, q), (passages, p), (lessons, l) = (embed(each, table) for each in bag)
        found, query_slope, passage_slope = pair_loss(queries, passages)
        taught_loss, lesson_slope = lesson_loss(lessons, taught[chosen])
        used = sparse.vstack(bag).tocsc()
        rows = np.flatnonzero(np.diff(used.indptr))
        slope = used[:, rows].T @ np.concatenate([q(query_slope), p(passage_slope), l(lesson_slope)])
        slope += PULL_TO_START * (table[rows] - first[rows])
        adam.step(table, rows, slope, RATE * min(1, step / 30) * (1 - step / STEPS) ** 0.5)
        if step > STEPS - AVERAGED:
            mean += table / AVERAGED
        if step % 100 == 0:
            print(f"{step} pairs {found:.3f} lessons {taught_loss:.3f} {time.monotonic() - began:.0f} s", flush=True)
    return mean


def main(vocabulary, piece_vectors, pair_file, lesson_file, lesson_vectors, out):
    draw = np.random.default_rng(SEED)
    pieces = Path(vocabulary).read_text(encoding="utf-8").split("\n")
    made = tokens.tokenizer(pieces)
    taught = np.load(lesson_vectors)
    cuts = tokens.cut(made, Path(lesson_file).read_text(encoding="utf-8").split("\n"), LONGEST_LESSON)
    pairs = Pairs(pair_file, made, draw)
    counts = np.bincount(np.concatenate(pairs.long), minlength=len(pieces))
    table = start(pieces, np.load(piece_vectors), taught, counts)
    np.save(out, train(table, pairs, cuts, taught, draw))


main(*sys.argv[1:7])
