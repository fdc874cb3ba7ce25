"""Maps, modes, map-mode pairs and playlists."""

from spnkr.models.stats import MatchStats

from context import Context
from recorder import together

METHODS = {
    "maps": "discovery_ugc.get_map",
    "ugcgamevariants": "discovery_ugc.get_ugc_game_variant",
    "mapmodepairs": "discovery_ugc.get_map_mode_pair",
    "playlists": "discovery_ugc.get_playlist",
}
LANGUAGES = ["fr-FR", "de-DE", "es-ES", "ja-JP"]


class Assets:
    """Reads each asset once, however many matches name it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._read: set[tuple[str, str, str]] = set()

    async def of_matches(self, matches: dict[str, MatchStats]) -> None:
        """Read the assets that the matches name, and the assets that those name."""
        infos = [stats.match_info for stats in matches.values()]
        found = await together(
            [
                *(self._asset("maps", info.map_variant) for info in infos),
                *(self._asset("ugcgamevariants", info.ugc_game_variant) for info in infos),
                *(self._asset("mapmodepairs", info.playlist_map_mode_pair) for info in infos),
                *(self._asset("playlists", info.playlist) for info in infos),
            ]
        )
        playlists = [asset for asset in found if hasattr(asset, "rotation_entries")]
        entries = [entry for playlist in playlists for entry in playlist.rotation_entries]
        for playlist in playlists:
            listed = [entry.map_mode_pair_asset_id.lower() for entry in playlist.custom_data.playlist_entries]
            linked = [str(entry.asset_id) for entry in playlist.rotation_entries]
            same = sorted(listed) == sorted(linked)
            self._context.check(METHODS["playlists"], str(playlist.asset_id), same, "entries and links differ")
        found += await together(self._asset("mapmodepairs", entry) for entry in entries)
        pairs = [asset for asset in found if hasattr(asset, "ugc_game_variant_link")]
        await together(
            [
                *(self._asset("maps", pair.map_link) for pair in pairs),
                *(self._asset("ugcgamevariants", pair.ugc_game_variant_link) for pair in pairs),
            ]
        )
        await self._languages(next(iter(infos)))

    async def _asset(self, kind: str, link):
        """Read the asset of a link, if there is a link and the asset was not read yet."""
        if link is None or (kind, link.asset_id, link.version_id) in self._read:
            return None
        self._read.add((kind, link.asset_id, link.version_id))
        asset = await self._context.request(METHODS[kind], link.asset_id, link.version_id)
        if asset is not None:
            right = (asset.asset_id, asset.version_id) == (link.asset_id, link.version_id)
            self._context.check(METHODS[kind], str(link.asset_id), right, "another asset")
            fact = {"name": asset.public_name, "version": str(asset.version_id)}
            self._context.fact(f"asset/{kind}/{asset.asset_id}", fact)
        return asset

    async def _languages(self, info) -> None:
        """Read the assets of a match in other languages."""
        links = {
            "maps": info.map_variant,
            "ugcgamevariants": info.ugc_game_variant,
            "mapmodepairs": info.playlist_map_mode_pair,
            "playlists": info.playlist,
        }
        for kind, link in links.items():
            if link is not None:
                for language in LANGUAGES:
                    ids = (link.asset_id, link.version_id)
                    await self._context.request(METHODS[kind], *ids, language=language)
