"""How buyers write the same contact differently, and what people may see of it. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from core.masking import mask_contact
from core.shop import ContactKind

_LABEL = re.compile(
    r"^(?:qq号?码?|手机号?码?|电话|微信号?|邮箱|e-?mail|phone|mobile|tel|wechat)(?:\s*[:：]\s*|\s+|(?=[0-9]+$))"
)
_SPACES = re.compile(r"\s+")
_NUMBER_FILLERS = re.compile(r"[\s()+-]")
_CHINESE_MOBILE = re.compile(r"(?:00)?(?:86)?(1[3-9][0-9]{9})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
QQ_DIGITS = range(5, 12)
NUMBER_DIGITS = range(5, 21)


@dataclass(frozen=True, slots=True)
class Contact:
    """`value` is the same for every way of writing the same contact, and empty for none."""

    kind: ContactKind
    value: str

    def __repr__(self) -> str:
        return f"Contact({self.masked})"

    @property
    def masked(self) -> str:
        return mask_contact(self.value)


def contact_of(text: str) -> Contact:
    """Never raises; taking the `value` of a contact as text gives the same contact again."""
    value = _plain(text)
    mail = _SPACES.sub("", value.replace("。", "."))
    if _EMAIL.fullmatch(mail):
        return Contact(ContactKind.EMAIL, mail)
    digits = _NUMBER_FILLERS.sub("", value)
    if re.fullmatch(r"[0-9]+", digits) and len(digits) in NUMBER_DIGITS:
        mobile = _CHINESE_MOBILE.fullmatch(digits)
        if mobile:
            return Contact(ContactKind.PHONE, mobile[1])
        qq = len(digits) in QQ_DIGITS and "+" not in value
        return Contact(ContactKind.QQ if qq else ContactKind.PHONE, digits)
    return Contact(ContactKind.OTHER, value)


def _plain(text: str) -> str:
    """One width and case, no invisible characters, no label such as `QQ:` in front."""
    while True:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        seen = "".join(character for character in folded if unicodedata.category(character) not in ("Cf", "Cc"))
        value = _LABEL.sub("", _SPACES.sub(" ", seen).strip())
        if value == text:
            return value
        text = value
