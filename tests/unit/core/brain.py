"""The skills of the shop that dialogues are tried with, in the order in which the product asks them."""

from collections.abc import Set as AbstractSet

from core.cardkeys import CardKeys
from core.choices import Choices
from core.claimrules import ClaimRules
from core.claims import Claims
from core.engine import Engine
from core.fallback import Fallback, FallbackSettings
from core.linking import Linking
from core.members import Members
from core.membership import Acquaintance
from core.menu import Menu, MenuSettings
from core.messages import Address
from core.orders import Orders, OrderSettings
from core.shopnotices import ShopNotices
from core.skills import Skill
from core.turns import Words
from core.unread import Unread
from handoff.cards import DeskSettings
from handoff.desk import Desk
from tests.unit.core.fakeshop import VAULT
from tests.unit.core.tinyfaq import TinyFaq


def brain(
    settings: DeskSettings,
    orders: OrderSettings,
    claims: ClaimRules,
    acquaintance: Acquaintance,
    rooms: AbstractSet[Address],
    words: Words,
) -> Engine:
    helpers = (
        Claims(VAULT, orders, claims),
        Members(VAULT, orders, acquaintance),
        Linking(VAULT),
        ShopNotices(orders),
        Menu(MenuSettings("星卡小店")),
        Orders(VAULT, orders),
        CardKeys(VAULT, orders),
        TinyFaq(),
    )
    desk = Desk(settings, VAULT, helpers)
    fallback = Fallback(FallbackSettings(shop="星卡小店"))
    skills: list[Skill] = [desk, Unread(helpers), Choices(), *helpers, fallback]
    return Engine(skills, desk, words, frozenset(rooms))
