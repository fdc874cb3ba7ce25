"""Sends the requests for the real hosts to the sandbox."""

from aiohttp import ClientSession
from yarl import URL


def redirect_requests(base: str, hosts: dict[str, str]) -> None:
    """Wrap aiohttp so that no request leaves this machine.

    Args:
        base: The URL of the sandbox.
        hosts: The URL in the sandbox for each real host.
    """
    original = ClientSession._request

    async def request(self, method, url, **options):
        return await original(self, method, sandbox_url(str(URL(url)), base, hosts), **options)

    ClientSession._request = request


def sandbox_url(url: str, base: str, hosts: dict[str, str]) -> URL:
    """Return the URL in the sandbox that stands for a real one, which must be percent-encoded."""
    if url.startswith(base):
        return URL(url, encoded=True)
    address = url.removeprefix("https://")
    host, slash, rest = address.partition("/")
    address = host.removesuffix(":443") + slash + rest
    matching = [name for name in hosts if address == name or address.startswith((f"{name}/", f"{name}?"))]
    if not matching:
        raise ValueError(f"the sandbox has no host for {url}")
    name = max(matching, key=len)
    return URL(hosts[name] + address.removeprefix(name), encoded=True)
