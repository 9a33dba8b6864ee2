"""What is too big, too long, or not wanted by Telegram: it comes in parts, or both sides are told; nothing is lost."""

import pytest

from tests.telegram.botapi import Message, bad
from tests.telegram.botapi.contents import file_content
from tests.telegram.botapi.texts import units
from tests.telegram.hard.place import Place

TOO_BIG = 21 << 20
PICTURES = [("photo", b"\xff\xd8\xff\xe0 picture %d" % number) for number in range(3)]


def cut_at_emoji(length: int) -> str:
    """So long that the limit before it lies inside of an emoji; every tenth place can be told from the others."""
    text = "".join(f"{number:·>8}字。" for number in range(length // 10 + 1))[: length - 2]
    return text + "🔑字"


def joined(messages: list[Message]) -> str:
    return "".join(one.text for one in messages)


async def test_a_file_of_21_mb_from_a_buyer_is_told_to_both(shop: Place) -> None:
    topic = await shop.asks_for_a_person("小明")
    user, chat = shop.buyer("小明"), shop.chat("小明")
    shop.api.sends(user, chat, "document", b"...", name="视频.mp4", size=TOO_BIG, caption="录屏在这里")
    await shop.shows(topic, "录屏在这里")
    await shop.shows(topic, "20 MB")
    await shop.hears("小明", "20 MB")


async def test_a_file_of_21_mb_without_a_ticket_is_answered(shop: Place) -> None:
    user, chat = shop.buyer("小红"), shop.chat("小红")
    shop.api.sends(user, chat, "video", b"...", size=TOO_BIG)
    await shop.hears("小红", "20 MB")


async def test_a_file_of_21_mb_from_an_agent_is_told_to_him_and_his_words_go_on(shop: Place) -> None:
    topic = await shop.asks_for_a_person("小明")
    agent, group = shop.scene.agent, shop.scene.group
    shop.api.sends(agent, group, "document", b"...", size=TOO_BIG, caption="安装包", thread=topic.id)
    await shop.shows(topic, "20 MB")
    await shop.hears("小明", "安装包")


@pytest.mark.parametrize("length", [1025, 2048])
async def test_a_long_caption_goes_below_the_picture_or_after_it(shop: Place, length: int) -> None:
    """Members of Telegram Premium may write captions that no bot may send."""
    topic = await shop.asks_for_a_person("小明")
    words = cut_at_emoji(length)
    stored = shop.api.files.keep(PICTURES[0][1], "a.jpg", "image/jpeg")
    content = file_content("photo", stored, shop.api.files) | {"caption": words}
    shop.api.shows(shop.buyer("小明"), shop.chat("小明"), content)
    await shop.shows(topic, words[-4:])
    picture = next(one for one in shop.shown(topic) if one.media)
    assert words in joined(shop.shown(topic)[shop.shown(topic).index(picture) :])
    before = len(shop.heard("小明"))
    shop.api.shows(shop.scene.agent, shop.scene.group, content, thread=topic.id)
    await shop.until(lambda: words[-4:] in "".join(shop.heard("小明")[before:]))
    theirs = [one for one in shop.api.answers_in(shop.chat("小明")) if one.media or words[-4:] in one.text]
    assert theirs[0].media == [PICTURES[0][1]]
    assert words in "".join(shop.heard("小明")[before:]).replace("Lin\n", "")


async def test_a_text_of_4097_characters_goes_in_parts_that_join_to_the_whole(shop: Place) -> None:
    topic = await shop.asks_for_a_person("小明")
    words = cut_at_emoji(4097)
    assert (len(words), units(words[:-2]), units(words[:-1])) == (4097, 4095, 4097)
    shop.api.shows(shop.buyer("小明"), shop.chat("小明"), {"text": words})
    await shop.until(lambda: words[-4:] in shop.lines(topic))
    assert joined([one for one in shop.shown(topic) if "字" in one.text]) == words
    before = len(shop.heard("小明"))
    shop.api.shows(shop.scene.agent, shop.scene.group, {"text": words}, thread=topic.id)
    await shop.until(lambda: words[-4:] in "".join(shop.heard("小明")[before:]))
    parts = [text for text in shop.heard("小明")[before:] if "字" in text]
    assert all("\ufffd" not in text and units(text) <= 4096 for text in parts)
    assert "".join(parts).replace("Lin\n", "") == words


async def test_an_album_with_a_picture_that_telegram_refuses_goes_as_documents(shop: Place) -> None:
    topic = await shop.asks_for_a_person("小明")
    refused = shop.api.faults.refuses(bad("PHOTO_INVALID_DIMENSIONS"), "sendMediaGroup")
    shop.api.sends_album(shop.buyer("小明"), shop.chat("小明"), PICTURES, caption="三张截图")
    await shop.shows(topic, "三张截图")
    assert refused.befell == 1
    files = [one for one in shop.shown(topic) if one.media]
    assert [data for one in files for data in one.media] == [data for _, data in PICTURES]


async def test_an_album_with_a_video_of_21_mb_comes_without_it_and_both_are_told(shop: Place) -> None:
    topic = await shop.asks_for_a_person("小明")
    group = {"media_group_id": "13500000000000001"}
    for number, (kind, data) in enumerate([*PICTURES, ("video", b"...")]):
        stored = shop.api.files.keep(data, size=TOO_BIG if kind == "video" else 0)
        content = file_content(kind, stored, shop.api.files) | ({"caption": "都在这里"} if number == 0 else {})
        shop.api.shows(shop.buyer("小明"), shop.chat("小明"), content, more=group)
    await shop.shows(topic, "20 MB")
    assert "都在这里" in shop.lines(topic)
    assert [data for one in shop.shown(topic) for data in one.media] == [data for _, data in PICTURES]
    await shop.hears("小明", "20 MB")


async def test_an_album_that_telegram_will_not_take_at_all_is_told(shop: Place) -> None:
    topic = await shop.asks_for_a_person("小明")
    shop.api.faults.refuses(bad("MEDIA_INVALID"), "sendMediaGroup", times=9)
    shop.api.faults.refuses(bad("MEDIA_INVALID"), "sendPhoto", times=9)
    shop.api.faults.refuses(bad("MEDIA_INVALID"), "sendDocument", times=9)
    shop.api.sends_album(shop.buyer("小明"), shop.chat("小明"), PICTURES, caption="三张截图")
    await shop.shows(topic, "没法显示")
    shop.writes("小明", "收到了吗")
    await shop.shows(topic, "收到了吗")
