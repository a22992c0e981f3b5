"""Sentence embeddings of an encoder in ONNX, as its authors use it: mean of the last layer, unit length.

Usage: teacher.py MODEL.onnx TOKENIZER.json IN.txt OUT.npy [TOKENS]
One text a line in, one row a text out.
"""

import sys

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

BATCH = 64


class Teacher:
    def __init__(self, model, tokenizer, tokens=64, threads=2):
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.inputs = {each.name for each in self.session.get_inputs()}
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.enable_truncation(tokens)
        self.tokenizer.no_padding()

    def embed(self, texts):
        encoded = self.tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda at: len(encoded[at].ids))
        out = np.zeros((len(texts), 384), np.float32)
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            length = max(len(encoded[at].ids) for at in some)
            ids = np.zeros((len(some), length), np.int64)
            mask = np.zeros_like(ids)
            for row, at in enumerate(some):
                own = encoded[at].ids
                ids[row, : len(own)] = own
                mask[row, : len(own)] = 1
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            result = self.session.run(None, {name: value for name, value in feed.items() if name in self.inputs})[0]
            if result.ndim == 3:
                result = (result * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[some] = result / np.maximum(1e-9, np.linalg.norm(result, axis=1, keepdims=True))
        return out


if __name__ == "__main__":
    model, tokenizer, source, target = sys.argv[1:5]
    lines = open(source, encoding="utf-8").read().split("\n")
    teacher = Teacher(model, tokenizer, int(sys.argv[5]) if len(sys.argv) > 5 else 64)
    parts = []
    for start in range(0, len(lines), 4096):
        parts.append(teacher.embed(lines[start : start + 4096]))
        print(min(start + 4096, len(lines)), "of", len(lines), flush=True)
    np.save(target, np.concatenate(parts))
