"""Logistic regression on what speaks for a match, and from which probability on to act. Pure."""

import numpy as np
from numpy.typing import NDArray

from faq.confidence import Weights
from faq.segment import Reals

_ROUNDS = 60
_LONGEST_STEP = 1.0
_TRUST = 10.0
"""How many samples' worth the weights are from which a fit begins."""
_MOST_CAREFUL = 0.95


def fit(parts: Reals, right: NDArray[np.bool_], weights: Reals, begin: Weights) -> Weights:
    """Logistic regression by Newton's method, drawn towards where it begins."""
    inputs = np.column_stack((np.ones(len(parts)), parts))
    start = np.array([begin.bias, *begin.parts])
    found = start.copy()
    pull = _TRUST * np.append(0.01, np.var(parts, axis=0) + 0.01)
    for _ in range(_ROUNDS):
        sure = sigmoid(inputs @ found)
        slope = inputs.T @ (weights * (right - sure)) - pull * (found - start)
        bend = (inputs * (weights * sure * (1 - sure))[:, None]).T @ inputs + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        found += step * min(1.0, _LONGEST_STEP / float(np.abs(step).max() + 1e-12))
    return Weights(float(found[0]), tuple(found[1:].tolist()))


def sigmoid(odds: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def log_odds(parts: Reals, weights: Weights) -> Reals:
    return np.asarray(parts @ np.array(weights.parts) + weights.bias)


def probabilities(parts: Reals, weights: Weights) -> Reals:
    return sigmoid(log_odds(parts, weights))


def threshold(sure: Reals, weights: Reals, share: float) -> float:
    """The lowest probability from which on, of all samples, this share is expected to be right."""
    order = np.argsort(-sure, kind="stable")
    mean = np.cumsum((sure * weights)[order]) / np.cumsum(weights[order])
    enough = np.flatnonzero(mean >= share)
    return min(float(sure[order][enough[-1]]), _MOST_CAREFUL) if len(enough) else _MOST_CAREFUL
