"""What a bot asks about itself, chats and people; the answers to pressed buttons; files."""

import re

from tests.telegram.botapi.access import chat_of, check_member, open_chat
from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.model import Chat, Json, Member
from tests.telegram.botapi.refusals import OLD_QUERY, bad
from tests.telegram.botapi.sending import Method
from tests.telegram.botapi.shapes import full_chat_json
from tests.telegram.botapi.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
ANSWER_WITHIN = 900
"""Seconds for which a press can be answered; nobody documents them."""


def get_me(world: World, call: Call) -> Json:
    bot = call.bot
    can = {"can_join_groups": True, "can_read_all_group_messages": bot.reads_all, "supports_inline_queries": False}
    return bot.user.json | can | {"can_connect_to_business": bot.business, "has_main_web_app": False}


def get_chat(world: World, call: Call) -> Json:
    chat = chat_of(world, call)
    if not chat.private:
        check_member(call.bot, chat)
    return full_chat_json(chat, call.bot)


def get_chat_member(world: World, call: Call) -> Json:
    chat = _readable(world, call)
    user = world.users.get(call.integer("user_id"))
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return (chat.member(user.id) or Member(user, "left")).json


def get_administrators(world: World, call: Call) -> list[Json]:
    chat = _readable(world, call)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    mine = call.bot.id
    return [one.json for one in chat.members.values() if one.is_admin and (not one.user.is_bot or one.user.id == mine)]


def _readable(world: World, call: Call) -> Chat:
    return open_chat(world, call)


def get_file(world: World, call: Call) -> Json:
    if not call.text("file_id"):
        raise bad("file_id not specified")
    return world.files.for_download(call.text("file_id"), call.bot.id)


def set_commands(world: World, call: Call) -> bool:
    commands = call.objects("commands")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.commands[_scope(call)] = commands
    return True


def get_commands(world: World, call: Call) -> list[Json]:
    return call.bot.commands.get(_scope(call), [])


def delete_commands(world: World, call: Call) -> bool:
    call.bot.commands.pop(_scope(call), None)
    return True


def _scope(call: Call) -> tuple[str, str]:
    scope = call.parsed("scope") or {"type": "default"}
    return str(scope["type"]), call.text("language_code")


def set_own(field: str) -> Method:
    """setMyName, setMyDescription, setMyShortDescription."""

    def method(world: World, call: Call) -> bool:
        call.bot.texts[field, call.text("language_code")] = call.text(field)
        return True

    return method


def get_own(field: str, default: str = "") -> Method:
    def method(world: World, call: Call) -> Json:
        return {field: call.bot.texts.get((field, call.text("language_code")), default)}

    return method


def answer_callback(world: World, call: Call) -> bool:
    press = world.presses_by_id.get(call.text("callback_query_id"))
    if press is None or press.bot is not call.bot or world.clock.now() - press.at > ANSWER_WITHIN:
        raise bad(OLD_QUERY)
    if len(call.text("text")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    press.answered, press.answer, press.alert = True, call.text("text"), call.flag("show_alert")
    world.tell_watchers()
    return True


def get_business_connection(world: World, call: Call) -> Json:
    connection = world.connection_of(call.bot, call.text("business_connection_id"))
    if connection is None:
        raise bad("business connection not found")
    return connection.json


METHODS: dict[str, Method] = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_administrators,
    "getfile": get_file,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setmyname": set_own("name"),
    "getmyname": get_own("name"),
    "setmydescription": set_own("description"),
    "getmydescription": get_own("description"),
    "setmyshortdescription": set_own("short_description"),
    "getmyshortdescription": get_own("short_description"),
    "answercallbackquery": answer_callback,
    "getbusinessconnection": get_business_connection,
}
