"""The migrations lead to the tables that the code has, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from faq.entries import Action, Entry, Priority
from storage.database import Database, database_from
from storage.faq_book import FaqBookInSql
from storage.schema import config_for, import_tables, is_current, upgrade
from tests.postgres import fresh_database


def differences(connection: Connection) -> list[object]:
    import_tables()
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return database_from("sqlite:///empty.db", tmp_path)
    return database_from(fresh_database(request.getfixturevalue("postgres_url")), tmp_path)


async def test_migrations_and_tables_agree(empty: Database) -> None:
    assert not await is_current(empty)
    await upgrade(empty)
    assert await is_current(empty)
    await upgrade(empty)
    assert await empty.connected(differences) == []
    await empty.close()


OF_0003 = """
INSERT INTO faq_entries (id, language, question, answer, phrasings, category, priority, actions, enabled) VALUES
('no-key', 'zh', '没收到"卡密"', '第一行
第二行', '["付了钱没给卡", "it\\u0027s \\"late\\""]', 'orders', 'person', '["order", "keys"]', true),
('no-key', 'en', 'Paid but no key', 'Send it: 100%', '[]', 'general', 'normal', '[]', false)
"""
NO_KEY = Entry(
    id="no-key",
    language="zh",
    question='没收到"卡密"',
    answer="第一行\n第二行",
    phrasings=("付了钱没给卡", 'it\'s "late"'),
    category="orders",
    priority=Priority.PERSON,
    actions=(Action.ORDER, Action.KEYS),
)
NO_KEY_EN = Entry(id="no-key", language="en", question="Paid but no key", answer="Send it: 100%", enabled=False)


def the_way_to_0003_and_back(connection: Connection) -> list[tuple[object, ...]]:
    config = config_for(connection)
    command.downgrade(config, "0003")
    rows = connection.execute(text("SELECT * FROM faq_entries ORDER BY language")).all()
    command.upgrade(config, "head")
    return [tuple(row) for row in rows]


async def test_the_faq_of_0003_is_there_afterwards_and_its_history_begins(empty: Database) -> None:
    await empty.connected(lambda connection: command.upgrade(config_for(connection), "0003"))
    await empty.connected(lambda connection: connection.exec_driver_sql(OF_0003))
    await upgrade(empty)
    book = FaqBookInSql(empty)
    assert await book.load() == ([NO_KEY_EN, NO_KEY], 0)
    assert await book.history() == []
    english, chinese = await empty.connected(the_way_to_0003_and_back)
    assert english == ("no-key", "en", "Paid but no key", "Send it: 100%", "[]", "general", "normal", "[]", False)
    assert chinese[2:4] == ('没收到"卡密"', "第一行\n第二行")
    assert await book.load() == ([NO_KEY_EN, NO_KEY], 0)
    await empty.close()
