"""What the FAQ's matcher is measured against: the usual ways to find the nearest question, each at its best.

All get the same texts, in one width and case. Where phrasings are compared, an entry scores as its nearest one.
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import bm25s
import jieba
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.svm import LinearSVC

_NEAREST = 3
_MANY = 10_000
"""Phrasings above which logistic regression is fitted by passes over them: a matrix of all entries by all features,
some ten of which the usual solver keeps, would not fit into memory."""
_PASSES = 20

Ranked = tuple[tuple[str, ...], float]
"""Ids of the likeliest entries, up to three, and the score of the first."""


class Peer(Protocol):
    def rank(self, text: str) -> Ranked: ...


BuildPeer = Callable[[Sequence[str], Sequence[str]], Peer]
"""(phrasings, the id of each one's entry) -> a peer that knows them."""


class Nearest:
    """By any score of the question against every phrasing."""

    def __init__(self, labels: Sequence[str], scores: Callable[[str], NDArray[Any]]) -> None:
        self._labels, self._scores = labels, scores

    def rank(self, text: str) -> Ranked:
        scores = self._scores(folded(text))
        ranked: dict[str, None] = {}
        for place in np.argsort(-scores, kind="stable"):
            ranked[self._labels[place]] = None
            if len(ranked) == _NEAREST:
                break
        return tuple(ranked), float(scores.max())


class Classifier:
    """By what a model learnt from all phrasings says of every entry."""

    def __init__(self, model: Any, *, probable: bool) -> None:
        self._classes = [str(one) for one in model.classes_]
        self._scores = model.predict_proba if probable else model.decision_function

    def rank(self, text: str) -> Ranked:
        scores = np.atleast_1d(self._scores([folded(text)])[0])
        if len(scores) == 1:  # of two entries, a support vector machine scores the second
            scores = np.array([-scores[0], scores[0]])
        order = np.argsort(-scores, kind="stable")[:_NEAREST]
        return tuple(self._classes[place] for place in order), float(scores[order[0]])


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    """As jieba cuts them; English words as they stand."""
    return [word for word in jieba.lcut(text) if any(map(str.isalnum, word))]


def bigrams(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)] or [*text]


# ------------------------------------------------------------------ the peers


def edit_distance(scorer: Callable[..., float]) -> BuildPeer:
    def build(texts: Sequence[str], labels: Sequence[str]) -> Peer:
        known = [*map(folded, texts)]
        return Nearest(labels, lambda text: np.asarray(process.cdist([text], known, scorer=scorer))[0])

    return build


def bm25(cut: Callable[[str], list[str]]) -> BuildPeer:
    def build(texts: Sequence[str], labels: Sequence[str]) -> Peer:
        index = bm25s.BM25()
        index.index([cut(folded(text)) for text in texts], show_progress=False)

        def scores(text: str) -> NDArray[Any]:
            known = [part for part in cut(text) if part in index.vocab_dict]
            return np.asarray(index.get_scores(known)) if known else np.zeros(len(texts))

        return Nearest(labels, scores)

    return build


def tfidf(shortest: int, longest: int) -> BuildPeer:
    def build(texts: Sequence[str], labels: Sequence[str]) -> Peer:
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(shortest, longest), sublinear_tf=True)
        known = vectors.fit_transform([*map(folded, texts)]).T.tocsr()
        return Nearest(labels, lambda text: (vectors.transform([text]) @ known).toarray()[0])

    return build


def classifier(model: Callable[[], Any], *, probable: bool = False) -> BuildPeer:
    """On TF-IDF of words 1-2 and characters 1-4 together."""

    def build(texts: Sequence[str], labels: Sequence[str]) -> Peer:
        sparse: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float32}
        by_words = TfidfVectorizer(tokenizer=words, token_pattern=None, ngram_range=(1, 2), **sparse)
        by_characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), **sparse)
        both = FeatureUnion([("words", by_words), ("characters", by_characters)])
        return Classifier(make_pipeline(both, model()).fit([*map(folded, texts)], [*labels]), probable=probable)

    return build


def regression(texts: Sequence[str], labels: Sequence[str]) -> Peer:
    few = len(texts) <= _MANY
    limits: dict[str, Any] = {"max_iter": 200} if few else {"solver": "saga", "max_iter": _PASSES, "tol": 0.01}
    return classifier(lambda: LogisticRegression(C=20, **limits), probable=True)(texts, labels)


REGRESSION = "TF-IDF + logistic regression"

PEERS: dict[str, BuildPeer] = {
    "rapidfuzz ratio": edit_distance(fuzz.ratio),
    "rapidfuzz WRatio": edit_distance(fuzz.WRatio),
    "rapidfuzz token_set_ratio": edit_distance(fuzz.token_set_ratio),
    "BM25 (jieba / words)": bm25(words),
    "BM25 (character bigrams)": bm25(bigrams),
    "TF-IDF char 1-2, best phrasing": tfidf(1, 2),
    "TF-IDF char 2-3, best phrasing": tfidf(2, 3),
    "TF-IDF + LinearSVC": classifier(LinearSVC),
    REGRESSION: regression,
}
