"""The routes of the staff room: signing in, the page, its socket and its files."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web

from bots.web.agents import AgentVisit, Room
from bots.web.directory import Directory
from bots.web.errors import Why
from bots.web.fileroutes import file_link, hand_out, receive, refusal
from bots.web.logins import Agent, Logins
from bots.web.origins import from_own_page
from bots.web.parts import Parts
from bots.web.presence import Roll
from bots.web.session import serve
from bots.web.settings import StaffSettings
from bots.web.threads import thread_box
from core.channel import HttpRoute, Sink
from core.errors import Forged

COOKIE = "kamidesk_staff"


class StaffPages:
    """The routes of one staff room. `sink` is set while the channel runs."""

    def __init__(self, settings: StaffSettings, parts: Parts, directory: Directory) -> None:
        self._settings = settings
        self._parts = parts
        self._directory = directory
        self._roll = Roll()
        self._logins = Logins(parts.signer, settings)
        self.sink: Sink | None = None

    def routes(self) -> Sequence[HttpRoute]:
        root = self._parts.root
        return [
            HttpRoute("GET", root, self._page),
            HttpRoute("GET", f"{root}/static/{{name}}", self._asset),
            HttpRoute("GET", f"{root}/login", self._ask),
            HttpRoute("POST", f"{root}/login", self._sign_in),
            HttpRoute("POST", f"{root}/logout", self._sign_out),
            HttpRoute("GET", f"{root}/ws", self._socket),
            HttpRoute("POST", f"{root}/files", self._upload),
            HttpRoute("GET", f"{root}/files/{{token}}/{{name}}", self._download),
        ]

    # ------------------------------------------------------------------ signing in and out

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        """Only shows a button: a messenger that looks at the link before the agent does not use it up."""
        if self._agent_of_link(request) is None:
            return self._parts.pages.page(request, "expired.html", HTTPStatus.FORBIDDEN)
        return self._parts.pages.page(request, "login.html")

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        self._from_own_page(request)
        agent = self._agent_of_link(request)
        if agent is None:
            return self._parts.pages.page(request, "expired.html", HTTPStatus.FORBIDDEN)
        answer = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": self._parts.root})
        answer.set_cookie(
            COOKIE,
            self._logins.session(agent, self._parts.around.clock.now()),
            max_age=int(self._settings.session_valid.total_seconds()),
            path=self._parts.root,
            httponly=True,
            samesite="Strict",
            secure=self._parts.around.public_url.startswith("https://"),
        )
        return answer

    async def _sign_out(self, request: web.Request) -> web.StreamResponse:
        self._from_own_page(request)
        answer = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": self._parts.root})
        answer.del_cookie(COOKIE, path=self._parts.root)
        return answer

    # ------------------------------------------------------------------ the room

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """The same for everybody and without a word of the room: the socket asks who it is."""
        return self._parts.pages.page(request, "staff.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        return self._parts.pages.asset(request, request.match_info["name"])

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        self._from_own_page(request)
        if self.sink is None:
            raise web.HTTPServiceUnavailable
        room = Room(self._parts, self._directory, self._roll, self.sink)
        agent, limit = self._agent(request), self._settings.upload_bytes
        return await serve(request, lambda connection: AgentVisit(room, agent, limit, connection), self._parts.gate)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self._from_own_page(request)
        agent = self._agent(request)
        if agent is None:
            return refusal(Why.SIGNED_OUT)
        where = self._directory.place(request.query.get("box", ""))
        if not await self._directory.exists(where):
            return refusal(Why.GONE)
        wait = self._parts.upload_allowance.take(agent.id, asyncio.get_running_loop().time())
        return await receive(request, self._parts, thread_box(where), wait)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        link = file_link(request, self._parts)
        if self._agent(request) is None or link.box != self._directory.box:
            raise web.HTTPNotFound
        return await hand_out(request, self._parts, link)

    # ------------------------------------------------------------------ who it is

    def _agent(self, request: web.Request) -> Agent | None:
        try:
            return self._logins.agent_of_session(request.cookies.get(COOKIE, ""), self._parts.around.clock.now())
        except Forged:
            return None

    def _agent_of_link(self, request: web.Request) -> Agent | None:
        try:
            return self._logins.agent_of_link(request.query.get("t", ""), self._parts.around.clock.now())
        except Forged:
            return None

    def _from_own_page(self, request: web.Request) -> None:
        if not from_own_page(request, self._parts.around.public_url):
            raise web.HTTPForbidden
