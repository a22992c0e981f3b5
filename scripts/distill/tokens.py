"""Cuts texts as lib/retrieval/wordpiece.ts does."""

import numpy as np
import scipy.sparse as sparse
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"


def tokenizer(pieces):
    vocabulary = {piece: at for at, piece in enumerate(pieces)}
    vocabulary.setdefault(UNKNOWN, len(vocabulary))
    made = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    symbols = pre_tokenizers.Split(Regex(r"\p{S}"), "isolated")
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.BertPreTokenizer(), symbols])
    return made


def cut(made, texts, most):
    """Numbers of the known pieces of each text, at most `most`."""
    unknown = made.token_to_id(UNKNOWN)
    cuts = []
    for start in range(0, len(texts), 5000):
        for each in made.encode_batch(texts[start : start + 5000], add_special_tokens=False):
            cuts.append(np.array([one for one in each.ids[:most] if one != unknown], np.int32))
    return cuts


def bags(cuts, width):
    """One row a text: how often it holds each piece."""
    ends = np.cumsum([0] + [len(each) for each in cuts])
    ones = np.ones(ends[-1], np.float32)
    return sparse.csr_matrix((ones, np.concatenate(cuts), ends), shape=(len(cuts), width))
