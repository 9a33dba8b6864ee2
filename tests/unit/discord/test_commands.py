"""The shop bot's slash commands speak every buyer's language."""

from bots.discord.commands import LOCALES, to_register
from bots.discord.staffcommands import definitions
from config.texts import load_words
from core.language import LANGUAGES

WORDS = load_words()


def test_commands_are_described_in_the_language_of_who_sees_them() -> None:
    told = {one["name"]: one for one in to_register(WORDS, "zh")}
    assert told["order"]["description"] == "查订单"
    assert told["order"]["description_localizations"] == {
        "zh-CN": "查订单",
        "zh-TW": "查訂單",
        "en-US": "Look up an order",
        "en-GB": "Look up an order",
        "es-ES": "Buscar un pedido",
        "es-419": "Buscar un pedido",
    }
    (number,) = told["keys"]["options"]
    assert number["description_localizations"]["es-419"] == "Número de pedido (opcional)"
    assert set(LOCALES.values()) == set(LANGUAGES)


def test_who_has_another_language_reads_the_shops_own() -> None:
    assert {one["description"] for one in to_register(WORDS, "es")} >= {"Contactar con soporte", "Buscar un pedido"}


def test_agents_pick_any_language_of_a_buyer() -> None:
    (lang,) = (one for one in definitions(WORDS, managers_only=False) if one["name"] == "lang")
    (option,) = lang["options"]
    assert [choice["value"] for choice in option["choices"]] == list(LANGUAGES)
