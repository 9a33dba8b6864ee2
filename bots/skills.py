"""The brain of one shop: its skills in the order in which they are asked, built from the settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bots.aftersales import claim_rules
from bots.rooms import room_of, rooms_of
from config.settings import Settings
from config.texts import load_words
from core.cardkeys import CardKeys
from core.channel import Channel, Level
from core.checkfirst import ChecksFirst
from core.choices import Choices
from core.claims import Claims
from core.engine import Engine
from core.errands import Limits
from core.fallback import Fallback, FallbackSettings
from core.keyremoval import KeyRemoval
from core.linking import Linking
from core.members import Members
from core.membership import Acquaintance
from core.menu import Menu, MenuSettings
from core.messages import AccountId, Address, ChannelName, OutgoingMessage
from core.ordernumbers import DEFAULT_SHAPES, OrderNumbers
from core.orders import Orders, OrderSettings
from core.ports import ShopPort, Vault
from core.proof import ProofPolicy
from core.shop import Proof
from core.shopnotices import ShopNotices
from core.shopparts import BindsBuyers, KnowsBuyers, ShapesNumbers
from core.skills import Skill
from core.step import Apologise
from core.turns import Conversation
from core.unread import Unread
from faq.grounded.asking import GroundedSkill
from faq.matcher import Matcher
from faq.skill import FaqSkill
from faq.skill_several import SeveralWishes
from faq.skill_text import FaqSettings
from handoff.cards import DeskSettings
from handoff.desk import Desk
from handoff.hours import Hours
from handoff.rooms import Rooms
from storage.shops.opening import names_of

Channels = Mapping[tuple[ChannelName, AccountId], Channel]


@dataclass(frozen=True, slots=True)
class Brain:
    """`apologise`: what is said where we failed on a message. `limits`: on tries and keys."""

    engine: Engine
    apologise: Apologise
    limits: Limits


def build_brain(
    settings: Settings, vault: Vault, matcher: Matcher, channels: Channels, shops: Sequence[ShopPort] = ()
) -> Brain:
    """Raises: WrongSetting: a staff room is on a channel that has none."""
    words = load_words()
    room, rooms = room_of(settings, channels), rooms_of(settings, channels)
    shop, proof = settings.shop, settings.proof
    removal = KeyRemoval(proof.remove_keys_after, removing(channels))
    zone, policy, numbers = ZoneInfo(shop.time_zone), ProofPolicy(proof.allow_b_first), _numbers(shops)
    orders = OrderSettings(zone, numbers=numbers, policy=policy, removal=removal)
    doers: list[Skill] = [
        Linking(vault),
        ShopNotices(orders),
        Menu(MenuSettings(shop.name)),
        Orders(vault, orders),
        CardKeys(vault, orders),
    ]
    said = FaqSettings(shop=shop.name, hours=shop.hours, refund_days=shop.refund_days)
    faq = FaqSkill(matcher, said, doers, orders.numbers)
    several = SeveralWishes(faq, doers, orders.numbers)
    claims = Claims(vault, orders, claim_rules(settings))
    helpers: list[Skill] = [claims, several, Members(vault, orders, _acquaintance(shops, channels)), *doers, faq]
    desk = Desk(_desk_settings(settings, room, rooms, removal), vault, helpers, numbers)
    fallback = Fallback(FallbackSettings(reopen_within=settings.desk.reopen_within, shop=shop.name))
    answering: list[Skill] = [*helpers, fallback]
    if settings.faq.model.base_url:
        unsure = [GroundedSkill(skills, matcher, answering) for skills in ((several,), (faq, fallback))]
        answering = [claims, unsure[0], *helpers[2:-1], unsure[1]]
    skills: list[Skill] = [ChecksFirst(), desk, Unread(helpers), Choices(), *answering]
    everywhere = frozenset(rooms.named.values())

    def apologise(conversation: Conversation, where: Address) -> OutgoingMessage:
        if where.whole_chat in everywhere:
            return OutgoingMessage(to=where, text=words(settings.desk.language, "desk-failed"))
        language = conversation.memory.language or shop.language
        return OutgoingMessage(to=conversation.where, text=words(language, "sorry"))

    return Brain(Engine(skills, desk, words, everywhere, shop.language), apologise, _limits(settings))


def _numbers(shops: Sequence[ShopPort]) -> OrderNumbers:
    own = [shop.number_shape for shop in shops if isinstance(shop, ShapesNumbers) and shop.number_shape]
    return OrderNumbers((*own, *DEFAULT_SHAPES))


def _acquaintance(shops: Sequence[ShopPort], channels: Channels) -> Acquaintance:
    """Visitors of a web page have no account there that a shop could know."""
    accounts = {name for name, _ in channels} - {ChannelName("web")}
    binding = {ChannelName(name) for shop in shops if isinstance(shop, BindsBuyers) for name in shop.messengers}
    knows = accounts if any(isinstance(shop, KnowsBuyers) for shop in shops) else set()
    return Acquaintance(frozenset(knows), frozenset(knows & binding))


def removing(channels: Channels) -> Callable[[ChannelName], bool]:
    """Which channels can take back what we have sent there."""
    able = {name for (name, _), channel in channels.items() if channel.capabilities.deletes is not Level.NONE}
    return able.__contains__


def _desk_settings(settings: Settings, room: Address, rooms: Rooms, removal: KeyRemoval) -> DeskSettings:
    return DeskSettings(
        room=room,
        language=settings.desk.language,
        hours=Hours.read(settings.shop.hours, ZoneInfo(settings.shop.time_zone)),
        remind_after=settings.desk.remind_after,
        reopen_within=settings.desk.reopen_within,
        zone=ZoneInfo(settings.shop.time_zone),
        removal=removal,
        rooms=rooms,
        shops=names_of(settings.shops, settings.shop.name),
    )


def _limits(settings: Settings) -> Limits:
    proof = settings.proof
    return Limits(
        proof_tries=proof.tries,
        proof_within=proof.tries_within,
        account_tries=proof.account_tries,
        keys_per_order=proof.keys_per_order,
        keys_within=proof.keys_within,
        keys_from=Proof.B if proof.allow_b_first else Proof.A,
    )
