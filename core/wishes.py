"""What buyers wish of orders and keys, in their words. Pure."""

import re

from core.reading import gist, plea
from core.remembering import judged

_KEY = "(?:卡密|卡号|密钥|激活码|兑换码|序号|cdk|key)"
_AGAIN = "(?:一?[次遍个份]|一下|下|我|给我)*"
_CLAVE = "(?:(?:mis?|las?|el|los|una?) )?(?:claves?|codigos?|keys?)"

_ORDER = re.compile(
    r"(?:查|查询|查看|看|查找|找)(?:一下|下)?我?的?(?:订单|单子?|单号)(?:信息|状态|进度|号|详情)?"
    r"|订单(?:查询|状态|进度|详情)|查单|(?:怎么|如何|在哪里?)查(?:询|看)?我?的?订单"
    r"|(?:check|track|find|look up|lookup|see|view)(?: (?:my|the|an))? order(?: status)?"
    r"|order (?:status|lookup|look up|tracking|query)|where(?:s| s| is) my order|order"
    r"|(?:buscar?|ver|consultar?|revisar?|encontrar)(?: (?:mi|el|un))? pedido|(?:donde|como) (?:esta|va) mi pedido"
    r"|(?:estado|consulta) (?:de mi|del|de) pedidos?|(?:mi )?pedido"
)
_MINE = re.compile(
    r"(?:查|查询|查看|看看?|显示)?(?:一下|下)?我的?(?:所有|全部|历史)?(?:的)?订单(?:列表|记录)?"
    r"|历史订单|购买记录|我买过什么"
    r"|(?:show |list |see |view )?(?:all )?my (?:orders|purchases)|order history|purchase history|orders"
    r"|(?:ver |mostrar )?(?:todos )?mis (?:pedidos|compras)|historial de (?:pedidos|compras)"
)
_KEYS = re.compile(
    rf"(?:重新?|再|补)(?:发|发送|给|来|寄|传){_AGAIN}我?的?{_KEY}?"
    rf"|{_KEY}(?:重新?|再|补)(?:发|给){_AGAIN}"
    rf"|(?:没|没有|还没|未|一直没)(?:有)?(?:收到|拿到|看到|显示|给我?|发我?)我?的?{_KEY}"
    rf"|我?的?{_KEY}(?:呢|在哪里?|(?:还|一直)?(?:没|没有|未)(?:收到|拿到|看到|发|来|到|显示)"
    r"|丢|丢失|不见|弄丢|找不到|忘记保存|没保存|没复制|删)了?"
    r"|(?:找回|查看|查询|查|取|拿|看|要|发我?|领取|提取|获取|我?的?)我?的?(?:卡密|密钥|激活码|兑换码|序号|cdk)"
    r"|(?:re ?send|send(?: me)?)(?: me)?(?: (?:my|the))?(?: (?:card|game|license|activation))?"
    r" ?(?:keys?|codes?|card)(?: again)?|resend|my keys?"
    r"|(?:i )?(?:did ?n ?t|did not|have ?n ?t|have not|never|not)(?: yet)? (?:receive|received|get|got)"
    r"(?: (?:my|the|any))? (?:keys?|codes?)"
    r"|(?:lost|where(?:s| s| is))(?: my| the)? (?:key|code)|(?:get|show|view)(?: me)?(?: my| the)? (?:keys?|codes?)"
    rf"|(?:reenviar?|reenviame|enviame|mandame|dame)(?: otra vez| de nuevo)? {_CLAVE}(?: otra vez| de nuevo)?"
    rf"|(?:aun |todavia )?no (?:me )?(?:llego|llega|ha llegado|recibi|he recibido)(?: todavia| aun)? {_CLAVE}"
    rf"|{_CLAVE} no (?:llega|llego|ha llegado)|(?:perdi|borre|donde esta) {_CLAVE}|mis? (?:claves?|codigos?)"
)
_KEYS_WITHIN = re.compile(
    r"(?:重新?|再|补)[发传]|(?:没|没有|还没|未)收到|找回卡密|(?:卡密|序号)(?:呢|没|丢|在哪)"
    r"|re ?send|send (?:it |the key |my key )?again|lost (?:my|the) key"
    r"|reenvi|no (?:me )?(?:llego|llega|ha llegado|recibi|he recibido)|perdi (?:mi|la) clave"
)
_CANCEL = re.compile(
    r"取消(?:查询|操作)?|算了|不查了?|不用查?了?|退出|返回|停|不要了?|不想查了?"
    r"|cancel|stop|quit|exit|never ?mind|forget it|abort"
    r"|cancelar|cancela(?:lo)?|dejalo|olvidalo|salir|parar|no importa|ya no(?: importa| hace falta)?"
)


def _wishes(text: str, pattern: re.Pattern[str]) -> bool:
    return _is(gist(text), pattern) or _is(plea(text), pattern)


def _is(form: str, pattern: re.Pattern[str]) -> bool:
    return len(form) <= 40 and pattern.fullmatch(form) is not None


@judged
def wants_order(text: str) -> bool:
    return _wishes(text, _ORDER)


@judged
def wants_my_orders(text: str) -> bool:
    return _wishes(text, _MINE)


@judged
def wants_keys(text: str) -> bool:
    return _wishes(text, _KEYS)


@judged
def speaks_of_keys(text: str) -> bool:
    """Among other words, as beside an order number: "KD… 没收到卡密"."""
    return _KEYS_WITHIN.search(gist(text)) is not None


@judged
def gives_up(text: str) -> bool:
    return _wishes(text, _CANCEL)
