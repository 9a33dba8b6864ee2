"""What buyers say of keys that do not work, in their words. Pure."""

import re

from core.reading import gist, plea
from core.remembering import judged

_KEY = "(?:卡密|卡号|密钥|激活码|兑换码|充值码|序号|礼品卡|cdk|key|码|卡)"
_BAD = (
    "(?:用不了|不能用|没法用|无法使用|使用不了|兑换不了|兑不了|兑换失败|激活不了|充不了|充值不了|无效|是?无效的"
    "|失效了?|没用|是?坏的|是?错的|不对|错误|(?:提示|显示)?(?:已经?)?被?(?:使用|兑换|用)(?:过|掉)?了?"
    "|(?:提示|显示)(?:无效|错误|不存在|不正确))"
)
_CLAIM = re.compile(
    rf"(?:我?的?|这张?个?|那张?个?|你们?家?给?我?的?|我?买的|刚买的|收到的)?{_KEY}(?:都|全|还是|一直|根本)?{_BAD}(?:啊|呀|了|呢)*"
    rf"|{_BAD}的{_KEY}|{_KEY}(?:有问题|出问题了?)"
    r"|(?:my |the |this |your |that )?(?:card |game |activation |gift )?(?:keys?|codes?|card)"
    r" (?:(?:does ?n ?t|do ?n ?t|does not|do not|did ?n ?t|did not|wo ?n ?t|will not|is ?n ?t|is not|not)"
    r" (?:work|working|valid|redeem|activate)"
    r"|(?:is|are|was) (?:invalid|used|already used|dead|wrong|broken|bad)|invalid)"
    r"|invalid (?:key|code)|(?:key|code) already (?:used|redeemed)"
    r"|(?:mi |la |el |esta |este |tu |su )?(?:clave|codigo|key)"
    r" (?:no (?:funciona|sirve|vale|es valid[ao])|es invalid[ao]|(?:ya )?(?:esta|fue) usad[ao]|invalid[ao])"
)
_WITHIN = re.compile(
    r"(?:用不了|不能用|无效|兑换失败|兑换不了|激活不了|已被?使用|已被?兑换)"
    r"|(?:key|code)s? (?:does ?n ?t|does not|is ?n ?t|is not) (?:work|valid)|invalid (?:key|code)"
    r"|(?:clave|codigo) no (?:funciona|sirve)"
)
_NONE = re.compile(
    r"(?:我?(?:没有?|没得|无)(?:了|截图|图|截屏|提示|别的)*|(?:没|忘了?)截图?|不(?:知道|清楚|记得|懂)了?|忘了|跳过|下一个|过"
    r"|no|none|skip|nothing|no screenshot|(?:i )?do ?n ?t (?:know|have (?:one|it|any))|not sure|n a"
    r"|ningun[oa]?|no (?:tengo|lo se|se)(?: captura)?|saltar|omitir)"
)
_LONGEST = 40


@judged
def wants_claim(text: str) -> bool:
    """The message is no more than that."""
    return any(len(form) <= _LONGEST and _CLAIM.fullmatch(form) for form in (gist(text), plea(text)))


@judged
def speaks_of_bad_keys(text: str) -> bool:
    """Among other words, as beside an order number."""
    return _WITHIN.search(gist(text)) is not None


@judged
def has_none(text: str) -> bool:
    """ "没有截图": there is no answer to the question."""
    return _NONE.fullmatch(gist(text)) is not None
