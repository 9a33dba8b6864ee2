"""A real ONNX model, and a very small one: a table of words."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

MISSING = [name for name in ("onnx", "onnxruntime", "tokenizers") if find_spec(name) is None]
NEEDS_ONNX = pytest.mark.skipif(bool(MISSING), reason=f"pip install kamidesk[semantic,dev]: {MISSING} not installed")
WORDS = ("[PAD]", "[UNK]", "how", "refund", "money", "back", "key", "redeem")


def tiny_model(folder: Path, *, pooled: bool = False) -> Path:
    """A model of one table: each word has its own vector. `pooled`: it takes the mean by itself."""
    from onnx import TensorProto, helper, numpy_helper, save
    from tokenizers import Tokenizer, models, pre_tokenizers

    table = np.random.default_rng(3).normal(size=(len(WORDS), 8)).astype(np.float32)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["embedded" if pooled else "out"])]
    if pooled:
        nodes.append(helper.make_node("ReduceMean", ["embedded"], ["out"], axes=[1], keepdims=0))
    shape: list[str | int] = ["n", 8] if pooled else ["n", "tokens", 8]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "tokens"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(table, "table")],
    )
    folder.mkdir(parents=True, exist_ok=True)
    save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(folder / "model.onnx")
    )
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
