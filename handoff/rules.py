"""Does the buyer want a person, or the bot back? In any words, spelling slips and anger included. Pure."""

import re

from rapidfuzz.distance import OSA

from core.reading import gist, plea
from core.remembering import judged

_NOT_PEOPLE = re.compile(
    r"(?<![转专砖赚])人工(?:智能|充值|代充|发货|审核|费|成本|翻译|呼吸|降雨|草|关节|授粉)"
    r"|(?:机器人|客服)(?:皮肤|总动员|大战)|human (?:fall flat|resources?|being)|customer service hours"
)
_HOURS = re.compile(
    r"几点|上班|下班|时间|营业|什么时候|电话|微信号|qq|邮箱|是谁|叫什么|hours|when|phone number|email address|what time"
    r"|a que hora|horario"
)
_TRANSFER = re.compile(
    r"[转专砖赚传][接到给去]?(?:一下|下)?(?:你们)?的?[人入仁][工公供功宫]|转工人|(?:转|接)(?:接|入|到|给|至)?(?:一?[个位名])?"
    r"(?:真人|活人|客服|人工|人$)|zhuan ?ren ?gong|ren ?gong ?(?:ke ?fu)?$"
)
_CALL = re.compile(r"\s*(?:人工|真人)\s*[!！,，。~～\n]")
"""A person is called, and the matter follows."""
_SEEK = (
    "(?:找|叫|要|换|来|请|跟|和|与|给|联系|呼叫|喊|有没有|有|想|需要|让|派|见|问)"
    "(?:一?[下个位名点])?(?:你们|你)?(?:家|店)?的?"
)
_PERSON = "(?:人工|真人|活人|客服|真的人|真正的人|老板|店家|店长|商家|掌柜|管理员|负责人|卖家|工作人员)"
_WANTED = re.compile(
    rf"{_SEEK}{_PERSON}(?:客服|服务)?(?!智)|人工(?:客服|服务|台|坐席)|(?<!是)(?:人工|真人|活人)(?:在|呢|来|出|吗|聊|回|处理)"
    rf"|客服(?:在吗|在么|在不在|在嘛|呢|人呢|出来|快来|来|回|理|死|哪|去哪|怎么不)|^{_PERSON}(?:客服|服务)?(?:在吗|呢|吧)?$"
    r"|(?:不要|别|不想|不跟|不和|讨厌|受够)(?:再|用|跟|和|让|这个|你这|你们)*(?:破|傻|臭)?机器人"
    r"|有没有(?:活的|真)人|找人处理|换人|(?:叫|喊|找|派|换)(?:一?个)?人(?:来|工|帮|处理|跟我|和我)"
)
_ANGRY = re.compile(
    r"(?:什么)?(?:破|垃圾|智障|弱智|傻逼|傻叉|傻|蠢|烂|狗屁|废物|sb)(?:的|玩意|东西)?(?:机器人|客服|系统|ai)"
    r"|机器人(?:真|太)?(?:垃圾|傻|蠢|烂|没用)|投诉|举报你|报警|12315|消费者协会|消协|曝光你"
)
_HUMAN = (
    "(?:human|person|people|agent|operator|representative|rep|staff|someone|somebody|manager|supervisor"
    "|support|admin|seller|owner)"
)
_WANTED_EN = re.compile(
    r"(?:talk|tlak|takl|speak|chat|connect|transfer|escalate|forward|switch|pass|put)(?: me| this| it)?(?: through)?"
    rf"(?: to| with)(?: \w+){{0,3}}? {_HUMAN}\b|\b(?:want|need|get|give|find|have|is there)(?: me)?"
    rf"(?: an?| a real| a live| some| the| any)(?: real| live| actual)? {_HUMAN}\b"
    r"|\b(?:real|live|actual) (?:human|person|people|agent|support|chat)\b|\bcustomer (?:service|support|care)\b"
    r"|^(?:a |an |the |call )?(?:human|person|agent|operator|representative|rep|staff|support)(?: agent)?$"
    r"|\bnot (?:talking|speaking) to a (?:bot|machine|robot)\b|\bcall (?:an? )?(?:agent|human|operator)\b"
)
_ANGRY_EN = re.compile(
    r"\b(?:stupid|useless|dumb|fucking|damn|shitty|crap|terrible|idiotic) (?:ro)?(?:bot|ai|chatbot|machine)\b"
    r"|\b(?:bot|chatbot) (?:sucks|is (?:useless|stupid|dumb))\b|\b(?:file|make|have|lodge) a complaint\b"
    r"|\bi want to complain\b|^complaint$|\bi(?: wi)?ll sue\b|\bcall(?:ing)? the police\b"
)
_PERSONA = (
    "(?:personas?|person|humanos?|human|agente?|alguien|operador|asesora?|encargado|vendedor|dueno|soporte|support)"
)
_WANTED_ES = re.compile(
    rf"(?:hablar?|hable|charlar|chatear|contactar|comunica\w*|pasa\w*|ponme|pon)(?: \w+)? (?:con|a)"
    rf"(?: (?:una?|el|la|su|tu|algun|alguna))? {_PERSONA}\b"
    rf"|(?:quiero|necesito|dame|hay|prefiero)(?: a)? (?:una?|algun) {_PERSONA}\b|\bperson(?:a)? (?:real|de verdad)\b"
    rf"|\batencion al cliente\b|^(?:una? |el |la )?{_PERSONA}$"
)
_ANGRY_ES = re.compile(
    r"\b(?:bot|robot|maquina) (?:inutil|estupid[oa]|de mierda|de porqueria|tont[oa])\b"
    r"|\b(?:poner|hacer|presentar|meter) una (?:queja|reclamacion|denuncia)\b|\bun reclamo\b"
    r"|^(?:queja|reclamo|reclamacion)$|\b(?:os|los|te|les) voy a denunciar\b"
)
_FIXED = ("human", "agent", "person", "operator", "representative", "support", "customer", "service", "transfer")
_BOT = re.compile(
    r"(?:取消|不用|不要|不需要|退出|结束|不转)(?:转)?(?:人工|客服)(?:客服|服务|了)*"
    r"|(?:返回|回到|转回?|换回?|切换?回?)(?:到)?机器人(?:客服)?"
    r"|(?:back|return|switch(?: me)?(?: back)?)(?: to)?(?: the)? (?:ro)?bot"
    r"|cancel(?: the)? (?:human|agent|person|ticket)"
    r"|(?:no|don ?t need)(?: an?| the)? (?:human|agent|person)(?: needed)?"
    r"|(?:volver|vuelve|regresar|pasame)(?: con| a)?(?:l| el)? bot"
    r"|(?:ya )?no (?:hace falta|necesito)(?: una persona| a nadie)?"
)
_LONGEST = 200
_HINT = re.compile(r"[人仁入客机系投举报消曝老店商掌管负卖技a-z0-9]")
"""Every wish for a person has one of these, in whatever words."""


@judged
def wants_person(text: str) -> str | None:
    """Why a person is wanted: "asked" or "complaint"; None: none is."""
    said = gist(text[:_LONGEST])
    if _HINT.search(said) is None:
        return None
    if _CALL.match(text):
        return "asked"
    words = _without_slips(said)
    rest = _NOT_PEOPLE.sub(" ", words).strip()
    if any(angry.search(rest) for angry in (_ANGRY, _ANGRY_EN, _ANGRY_ES)):
        return "complaint"
    if _TRANSFER.search(rest):
        return "asked"
    if _HOURS.search(rest):
        return None
    plain = {rest, plea(rest)}
    wanted = any(wish.search(form) for wish in (_WANTED, _WANTED_EN, _WANTED_ES) for form in plain)
    return "asked" if wanted else None


@judged
def wants_bot(text: str) -> bool:
    return any(_BOT.fullmatch(form) for form in {gist(text[:_LONGEST]), plea(text[:_LONGEST])})


def _without_slips(text: str) -> str:
    """ "tlak to a humna": each longer word as the one of ours that is a single slip away."""
    return re.sub(r"[a-z]{5,}", lambda match: _nearest(match[0]), text)


def _nearest(word: str) -> str:
    if word in _FIXED or word in ("humans", "agents", "persons", "supports"):
        return word
    return next((known for known in _FIXED if OSA.distance(word, known, score_cutoff=1) <= 1), word)
