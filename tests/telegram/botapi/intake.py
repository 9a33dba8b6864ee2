"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.model import Json
from tests.telegram.botapi.refusals import bad
from tests.telegram.botapi.webhooks import Delivery
from tests.telegram.botapi.world import World


class Intake:
    def __init__(self, world: World, delivery: Delivery) -> None:
        self._world = world
        self._delivery = delivery

    async def get_updates(self, call: Call) -> list[Json]:
        if not self._delivery.of(call.bot).url:
            self._allow(call)
        limit = min(max(call.integer("limit", 100), 1), 100)
        return await self._delivery.poll(call.bot, call.integer("offset"), limit, float(call.text("timeout") or 0))

    async def set_webhook(self, call: Call) -> bool:
        if call.flag("drop_pending_updates"):
            self._world.queue(call.bot).clear()
        connections = call.integer("max_connections", 40)
        if not 1 <= connections <= 100:
            raise bad("max_connections must be between 1 and 100")
        self._allow(call)
        self._delivery.set(call.bot, call.text("url"), call.text("secret_token"), connections)
        return True

    async def delete_webhook(self, call: Call) -> bool:
        if call.flag("drop_pending_updates"):
            self._world.queue(call.bot).clear()
        self._delivery.set(call.bot, "", "", 40)
        return True

    async def get_webhook_info(self, call: Call) -> Json:
        hook, queue = self._delivery.of(call.bot), self._world.queue(call.bot)
        queue.forget_expired()
        told: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(queue.waiting)}
        if hook.last_error:
            told |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
        if hook.url:
            told |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        return told | ({"allowed_updates": sorted(queue.allowed)} if queue.allowed else {})

    def _allow(self, call: Call) -> None:
        kinds = call.parsed("allowed_updates")
        self._world.queue(call.bot).allow([str(kind) for kind in kinds] if isinstance(kinds, list) else None)
