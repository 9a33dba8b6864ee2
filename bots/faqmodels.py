"""Puts together the models that help the FAQ, where the settings name some."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from bots.embedding import GuardedEmbedder, ModelFolder, opened
from bots.embeddingstore import VectorsOnDisk
from bots.languagemodel import Endpoint, HttpLanguageModel
from config.settings import Settings
from core.grounding import ModelDesk
from core.ports import Attempts, Clock
from faq.entries import Entry
from faq.grounded.desk import GroundedDesk, GroundedParts, Nearest
from faq.grounded.limits import ModelLimits
from faq.grounded.nearest import NearestOf
from faq.grounded.prompt import SCHEMA
from faq.live import LearningMatcher
from faq.matcher import FuzzyMatcher
from faq.semantic.matcher import SemanticMatcher, SemanticParts
from faq.skill_text import FaqSettings, filled


def embedder(settings: Settings) -> GuardedEmbedder | None:
    """It begins to load its model. None: the settings name none."""
    wanted = settings.faq.semantic
    if wanted.folder is None:
        return None
    where = ModelFolder(folder=wanted.folder, engine=wanted.engine, pooling=wanted.pooling, prefix=wanted.prefix)
    return GuardedEmbedder(partial(opened, where), wanted.within)


@contextmanager
def faq_matcher(settings: Settings, entries: Sequence[Entry]) -> Iterator[LearningMatcher]:
    """What finds the answers of a running shop."""
    classical, model = FuzzyMatcher(entries), embedder(settings)
    if model is None:
        yield classical
        return
    background = ThreadPoolExecutor(1, thread_name_prefix="faq-vectors")
    store = VectorsOnDisk(settings.data_dir / "vectors")
    parts = SemanticParts(model, store, FuzzyMatcher, background.submit)
    matcher = SemanticMatcher(classical, parts)
    background.submit(matcher.embed_missing)
    try:
        yield matcher
    finally:
        matcher.close()
        background.shutdown(wait=False, cancel_futures=True)
        model.close()


def language_model(settings: Settings) -> HttpLanguageModel | None:
    """None: the settings name none."""
    wanted = settings.faq.model
    if not wanted.base_url:
        return None
    endpoint = Endpoint(
        base_url=wanted.base_url,
        model=wanted.model,
        api_key=wanted.api_key.get_secret_value(),
        within=wanted.within,
        max_tokens=wanted.max_tokens,
        reply_format=wanted.reply_format,
        schema=SCHEMA,
    )
    return HttpLanguageModel(endpoint)


def model_desk(
    settings: Settings, matcher: LearningMatcher, attempts: Attempts, clock: Clock, observe: Callable[[str, int], None]
) -> ModelDesk | None:
    model, shop, wanted = language_model(settings), settings.shop, settings.faq.model
    if model is None:
        return None
    said = FaqSettings(shop=shop.name, hours=shop.hours, refund_days=shop.refund_days)
    return GroundedDesk(
        GroundedParts(
            model=model,
            nearest=_nearest(matcher),
            filled=partial(filled, settings=said),
            attempts=attempts,
            clock=clock,
            observe=observe,
            limits=ModelLimits(tokens_a_day=wanted.tokens_a_day, questions_an_hour=wanted.questions_an_hour),
        )
    )


def _nearest(matcher: LearningMatcher) -> Nearest:
    return matcher.nearest if isinstance(matcher, SemanticMatcher) else NearestOf(matcher)
