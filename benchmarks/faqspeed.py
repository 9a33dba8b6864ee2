"""How fast and how large a peer of the FAQ's matcher is: `python -m benchmarks.faqspeed PEER PHRASINGS`, in JSON.

The same synthetic FAQs, questions and way of measuring as in `faq/measuring/speed.py`. A peer learns an edit by
starting anew.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from statistics import median, quantiles
from time import perf_counter

import msgspec
import psutil

from benchmarks.faqpeers import PEERS, Peer
from faq.files import load_starter
from faq.measuring.speed import ONE_THREAD, Speed, SpeedUnmeasured
from faq.measuring.synthetic import synthetic_entries, synthetic_questions

QUESTIONS = 60
WARMING = 5


def speed_of(peer: str, phrasings: int) -> Speed:
    """Measured in a fresh process with one thread. Raises: SpeedUnmeasured."""
    command = [sys.executable, "-m", "benchmarks.faqspeed", peer, str(phrasings)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
    if told.returncode:
        raise SpeedUnmeasured(told.stderr.strip().rpartition("\n")[2])
    return msgspec.json.decode(told.stdout, type=Speed)


def measured(name: str, phrasings: int) -> Speed:
    """In this process."""
    build = PEERS[name]
    build(["warm", "up"], ["a", "b"]).rank("warm")
    before = _resident()
    entries = tuple(synthetic_entries(load_starter(), phrasings))
    pairs = [(text, entry.id) for entry in entries for text in entry.wordings]
    began = perf_counter()
    peer = build([text for text, _ in pairs], [label for _, label in pairs])
    started = perf_counter() - began
    times = _times(peer, synthetic_questions(entries, WARMING + QUESTIONS))
    gc.collect()
    return Speed(
        phrasings=len(pairs),
        ms=round(median(times) * 1000, 3),
        ms_p95=round(quantiles(times, n=20)[-1] * 1000, 3),
        start_s=round(started, 2),
        learn_s=0.0,
        edit_ms=round(started * 1000, 1),
        mb=round((_resident() - before) / 1e6, 1),
    )


def _times(peer: Peer, questions: Sequence[str]) -> list[float]:
    return [_seconds(peer, text) for text in questions][WARMING:]


def _seconds(peer: Peer, text: str) -> float:
    began = perf_counter()
    peer.rank(text)
    return perf_counter() - began


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measured(sys.argv[1], int(sys.argv[2]))))
