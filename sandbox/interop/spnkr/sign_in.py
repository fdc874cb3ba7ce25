"""Signs in, in all ways that SPNKr has."""

import contextlib
import io
import sys

from aiohttp import ClientSession
from spnkr.auth import app, core, halo, oauth, xbox
from spnkr.auth.player import AuthenticatedPlayer
from spnkr.client import HaloInfiniteClient
from yarl import URL

from recorder import Recorder


async def sign_in(recorder: Recorder, session: ClientSession, info: dict) -> HaloInfiniteClient:
    """Return a client that uses the tokens of a sign-in; of info.json if no sign-in succeeded."""
    azure_app = app.AzureApp(info["client_id"], info["client_secret"])
    await _first_sign_in(recorder, session, azure_app)
    pasted = await _sign_in_with_pasted_code(recorder, session, azure_app)
    await _sign_in_step_by_step(recorder, session, azure_app, info)
    player = None
    for refresh_token in [pasted, info["refresh_token"]]:
        if refresh_token is not None:
            signed_in = await recorder.call(
                "auth.refresh_player_tokens", "", core.refresh_player_tokens, session, azure_app, refresh_token
            )
            player = signed_in or player
            if signed_in is not None:
                _check_player(recorder, signed_in, info)
    spartan, clearance = info["spartan"], info["clearance"]
    if player is not None:
        spartan, clearance = player.spartan_token.token, player.clearance_token.token
    client = HaloInfiniteClient(session, info["spartan"], info["clearance"], requests_per_second=100_000)
    client.set_tokens(spartan, clearance)
    return client


async def _consent(session: ClientSession, url: str) -> str:
    """Return the code that the consent page sends to the app, as a player would copy it from the address bar."""
    response = await session.get(url, allow_redirects=False)
    location = URL(response.headers["Location"])
    if location.with_query(None) not in (URL("https://localhost"), URL("https://localhost/")):
        raise AssertionError(f"redirected to {location.with_query(None)}")
    return location.query["code"]


async def _first_sign_in(recorder: Recorder, session: ClientSession, azure_app: app.AzureApp) -> None:
    """Exchange a code by the function that takes it as an argument."""
    url = await recorder.call("auth.generate_authorization_url", "", oauth.generate_authorization_url, azure_app)
    code = await recorder.call("consent page", "", _consent, session, url)
    token = await recorder.call("auth.request_oauth_token", "", oauth.request_oauth_token, session, code, azure_app)
    holds = token is not None and bool(token.access_token) and bool(token.refresh_token)
    recorder.check("auth.request_oauth_token", "tokens", holds, "a token is missing")


async def _sign_in_with_pasted_code(recorder: Recorder, session: ClientSession, azure_app: app.AzureApp) -> str | None:
    """Exchange a code by the function that asks for it on the terminal."""
    code = await recorder.call("consent page", "", _consent, session, oauth.generate_authorization_url(azure_app))
    terminal = sys.stdin
    sys.stdin = io.StringIO(f"{code}\n")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return await recorder.call("auth.authenticate_player", "", core.authenticate_player, session, azure_app)
    finally:
        sys.stdin = terminal


async def _sign_in_step_by_step(
    recorder: Recorder, session: ClientSession, azure_app: app.AzureApp, info: dict
) -> None:
    """Call each step of the sign-in, and read everything that its response has."""

    async def step(name: str, function, *arguments):
        return await recorder.call(f"auth.{name}", "", function, session, *arguments)

    oauth_token = await step("refresh_oauth_token", oauth.refresh_oauth_token, info["refresh_token"], azure_app)
    if oauth_token is None:
        return
    user = await step("request_user_token", xbox.request_user_token, oauth_token.access_token)
    if user is None:
        return
    audiences = [core.XSTS_V3_XBOX_AUDIENCE, core.XSTS_V3_HALO_AUDIENCE]
    xbox_live, halo_waypoint = [
        await step("request_xsts_token", xbox.request_xsts_token, user.token, audience) for audience in audiences
    ]
    if xbox_live is not None:
        found = (xbox_live.xuid, xbox_live.gamertag, xbox_live.authorization_header_value)
        header = f"XBL3.0 x={xbox_live.userhash};{xbox_live.token}"
        expected = (f"xuid({info['home']['xuid']})", info["home"]["gamertag"], header)
        recorder.check("auth.request_xsts_token", "claims", found == expected, "claims of another player")
    if halo_waypoint is None:
        return
    spartan = await step("request_spartan_token", halo.request_spartan_token, halo_waypoint.token)
    if spartan is not None:
        await step("request_clearance_token", halo.request_clearance_token, spartan.token)


def _check_player(recorder: Recorder, player: AuthenticatedPlayer, info: dict) -> None:
    expected = (f"xuid({info['home']['xuid']})", info["home"]["gamertag"], True)
    found = (player.player_id, player.gamertag, player.is_valid)
    recorder.check("auth.refresh_player_tokens", "player", found == expected, f"{found} instead of {expected}")
