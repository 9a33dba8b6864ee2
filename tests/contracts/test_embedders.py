"""What every embedding model promises: one made for tests, and a real one of onnxruntime, made here and very small."""

import asyncio
import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from bots.embedding import GuardedEmbedder, ModelFolder, OnnxEmbedder, opened, unit
from bots.embeddingstore import VectorsOnDisk
from core.channel import Severity
from core.embedding import Embedder, EmbedderUnavailable, Vectors
from tests.languagemodel.tinymodel import NEEDS_ONNX, tiny_model
from tests.unit.faq.meanings import Meanings


@pytest.fixture(params=["meanings", pytest.param("onnx", marks=NEEDS_ONNX), pytest.param("guarded", marks=NEEDS_ONNX)])
def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Embedder]:
    if request.param == "meanings":
        yield Meanings()
        return
    where = ModelFolder(folder=tiny_model(tmp_path / "tiny"))
    if request.param == "onnx":
        yield opened(where)
        return
    guarded = GuardedEmbedder(lambda: opened(where), timedelta(seconds=30))
    assert guarded.name
    yield guarded
    guarded.close()


TEXTS = ["how refund", "money back", "how refund", "", "完全不认识的字", "key " * 500]


def test_one_row_of_length_one_for_each_text(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert (vectors.dtype, vectors.shape[0]) == (np.dtype(np.float32), len(TEXTS))
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths.tolist())
    assert lengths[0] > 0


def test_a_text_has_the_same_vector_whatever_it_is_asked_with(embedder: Embedder) -> None:
    together, alone = embedder.embed(TEXTS), embedder.embed(TEXTS[:1])
    assert np.allclose(together[0], together[2])
    assert np.allclose(together[0], alone[0], atol=1e-6)


def test_it_has_a_name_that_may_name_a_file(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.name == embedder.name.strip()


def test_rows_of_nothing_stay_so() -> None:
    assert unit(np.zeros((2, 3), np.float32)).tolist() == [[0, 0, 0], [0, 0, 0]]


# ------------------------------------------------------------------ onnxruntime


@NEEDS_ONNX
def test_the_name_changes_with_the_model_and_how_it_is_used(tmp_path: Path) -> None:
    first, second = tiny_model(tmp_path / "a"), tiny_model(tmp_path / "b", pooled=True)
    names = {
        OnnxEmbedder(where).name
        for where in (
            ModelFolder(folder=first),
            ModelFolder(folder=first, prefix="query: "),
            ModelFolder(folder=first, pooling="cls"),
            ModelFolder(folder=second),
        )
    }
    assert len(names) == 4
    assert OnnxEmbedder(ModelFolder(folder=first)).name in names


@NEEDS_ONNX
def test_words_are_averaged_or_the_first_counts_and_the_prefix_is_read(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path)

    def of(text: str, **how: str) -> Vectors:
        return OnnxEmbedder(ModelFolder(folder=folder, **how)).embed([text])[0]  # type: ignore[arg-type, no-any-return]

    assert np.allclose(of("refund how", pooling="cls"), of("refund"))
    assert not np.allclose(of("refund how"), of("refund"))
    assert np.allclose(of("how", prefix="refund "), of("refund how"))
    pooled = OnnxEmbedder(ModelFolder(folder=tiny_model(tmp_path / "pooled", pooled=True))).embed(["refund how"])[0]
    assert np.allclose(pooled, of("refund how"), atol=1e-6)


# ------------------------------------------------------------------ guarded


class Slow:
    name = "slow"

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.fails = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.fails:
            raise RuntimeError(f"cannot read {texts}")
        self.go_on.wait(30)
        return np.ones((len(texts), 1), np.float32)


def guarded(model: Slow) -> GuardedEmbedder:
    found = GuardedEmbedder(lambda: model, timedelta(milliseconds=50))
    assert found.name == "slow"
    return found


def test_slow_is_as_good_as_away_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    slow = Slow()
    found = guarded(slow)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            with pytest.raises(EmbedderUnavailable):
                found.embed(["a"])
    slow.go_on.set()
    found.close()
    assert [record.getMessage() for record in caplog.records] == [
        "the embedding model is passed over: it takes too long"
    ]


def test_what_fails_is_left_alone_and_the_text_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    slow = Slow()
    slow.fails = True
    found = guarded(slow)
    with pytest.raises(EmbedderUnavailable):
        found.embed(["secret words"])
    slow.fails = False
    with pytest.raises(EmbedderUnavailable, match="rests"):
        found.embed(["a"])
    found.close()
    assert "secret" not in caplog.text


def test_while_it_is_loaded_nobody_waits_for_it() -> None:
    gate = threading.Event()

    def load() -> Embedder:
        gate.wait(30)
        return Meanings()

    found = GuardedEmbedder(load, timedelta(seconds=30))
    with pytest.raises(EmbedderUnavailable, match="loaded"):
        found.embed(["a"])
    gate.set()
    assert found.name == "meanings-1"
    assert len(found.embed(["a"])) == 1
    found.close()


async def test_check_tells_what_is_missing(tmp_path: Path) -> None:
    found = GuardedEmbedder(lambda: opened(ModelFolder(folder=tmp_path / "nothing")), timedelta(seconds=1))
    [finding] = await found.examine()
    assert finding.severity is Severity.WARNING
    assert "faq.semantic.folder" in finding.remedy


@NEEDS_ONNX
async def test_check_loads_the_model_and_asks_it(tmp_path: Path) -> None:
    folder = await asyncio.to_thread(tiny_model, tmp_path / "tiny")
    [finding] = await GuardedEmbedder(lambda: opened(ModelFolder(folder=folder)), timedelta(seconds=30)).examine()
    assert finding.severity is Severity.OK
    assert finding.seen.startswith("tiny-")
    assert "8 numbers" in finding.seen


# ------------------------------------------------------------------ on disk


def vectors(*texts: str) -> dict[str, Vectors]:
    return {text: np.arange(4, dtype=np.float32) + len(text) for text in texts}


def same(found: object, wanted: dict[str, Vectors]) -> bool:
    assert isinstance(found, dict)
    return found.keys() == wanted.keys() and all(np.array_equal(found[text], wanted[text]) for text in wanted)


def test_vectors_are_there_after_a_restart_by_model_and_text(tmp_path: Path) -> None:
    VectorsOnDisk(tmp_path).put("m-1", vectors("a", "bb"))
    again = VectorsOnDisk(tmp_path)
    assert same(again.get("m-1", ["a", "bb", "ccc"]), vectors("a", "bb"))
    assert again.get("m-2", ["a"]) == {}


def test_two_processes_may_add(tmp_path: Path) -> None:
    first, second = VectorsOnDisk(tmp_path), VectorsOnDisk(tmp_path)
    assert first.get("m", ["a"]) == second.get("m", ["a"]) == {}
    first.put("m", vectors("a"))
    second.put("m", vectors("bb", "a"))
    assert same(VectorsOnDisk(tmp_path).get("m", ["a", "bb"]), vectors("a", "bb"))


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_torn_end_is_cut_off_and_made_again(tmp_path: Path, cut: int) -> None:
    VectorsOnDisk(tmp_path).put("m", vectors("a", "bb"))
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-cut])
    torn = VectorsOnDisk(tmp_path)
    assert same(torn.get("m", ["a", "bb"]), vectors("a"))
    torn.put("m", vectors("bb"))
    assert same(VectorsOnDisk(tmp_path).get("m", ["a", "bb"]), vectors("a", "bb"))


def test_no_text_is_kept(tmp_path: Path) -> None:
    VectorsOnDisk(tmp_path).put("../m/1", vectors("what a buyer wrote"))
    [file] = tmp_path.iterdir()
    assert b"buyer" not in file.read_bytes()


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    store = VectorsOnDisk(file / "below")
    store.put("m", vectors("a"))
    assert same(store.get("m", ["a"]), vectors("a"))
