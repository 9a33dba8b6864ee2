"""The kits by which the conformance suite drives both channels."""

from bots.wechat.official import testkit as official
from bots.wechat.wecom import testkit as wecom

KITS = {official.CHANNEL: official.OfficialAccountKit, wecom.CHANNEL: wecom.CustomerServiceKit}
