"""The shipped table's file layout; lib/retrieval/embedding-table.ts describes and reads it."""

import json
import struct
import unicodedata

import numpy as np

MAGIC = b"DSET"


def is_latin(piece):
    """Letters of other scripts are left to the words; signs and digits belong to all."""
    letters = [char for char in piece if unicodedata.category(char).startswith("L")]
    return all(unicodedata.name(char, "").startswith(("LATIN", "MICRO", "FEMININE", "MASCULINE")) for char in letters)


def keep(piece, row):
    special = piece.startswith("[") and piece.endswith("]") and len(piece) > 2
    return not special and is_latin(piece.removeprefix("##")) and bool(np.any(row))


def write(path, name, languages, vocabulary, rows):
    """`rows`: float32, one a piece, its weight in its length."""
    kept = [at for at, piece in enumerate(vocabulary) if keep(piece, rows[at])]
    rows = rows[kept].astype(np.float32)
    pieces = "\n".join(vocabulary[at] for at in kept).encode()
    scales = (np.abs(rows).max(axis=1) / 127).astype("<f4")
    cells = np.rint(rows / scales[:, None]).clip(-127, 127).astype(np.int8)
    header = json.dumps(
        {
            "version": 1,
            "tokenizer": "wordpiece-uncased",
            "id": name,
            "dimensions": rows.shape[1],
            "languages": languages,
            "pieces": len(kept),
            "vocabularyBytes": len(pieces),
        }
    ).encode()
    body = MAGIC + struct.pack("<I", len(header)) + header + pieces
    body += b"\0" * (-len(body) % 4)
    with open(path, "wb") as file:
        file.write(body + scales.tobytes() + cells.tobytes())


def read(path):
    """The header, the pieces, and the rows as float32."""
    data = open(path, "rb").read()
    if data[:4] != MAGIC:
        raise ValueError("no embedding table")
    end = 8 + struct.unpack("<I", data[4:8])[0]
    header = json.loads(data[8:end])
    pieces = data[end : end + header["vocabularyBytes"]].decode().split("\n")
    at = -(-(end + header["vocabularyBytes"]) // 4) * 4
    scales = np.frombuffer(data, "<f4", header["pieces"], at)
    cells = np.frombuffer(data, np.int8, offset=at + scales.nbytes).reshape(-1, header["dimensions"])
    return header, pieces, cells.astype(np.float32) * scales[:, None]
