// The assets that matches name: maps, modes, playlists, and pairs of a map and a mode.
import { AssetKind } from "halo-infinite-api";
import { assetFact } from "./facts.mjs";

const KINDS = [
  { kind: AssetKind.Map, name: "maps", link: (info) => info.MapVariant },
  { kind: AssetKind.UgcGameVariant, name: "ugcgamevariants", link: (info) => info.UgcGameVariant },
  { kind: AssetKind.Playlist, name: "playlists", link: (info) => info.Playlist },
  { kind: AssetKind.MapModePair, name: "mapmodepairs", link: (info) => info.PlaylistMapModePair },
];

export async function assets(context, { played }) {
  for (const { kind, name, link } of KINDS) {
    const links = played.map((match) => link(match.MatchInfo)).filter((link) => link);
    const byVersion = new Map(links.map((link) => [`${link.AssetId} ${link.VersionId}`.toLowerCase(), link]));
    for (const { AssetId, VersionId } of byVersion.values()) await version(context, kind, AssetId, VersionId);
    const ids = new Set(links.map((link) => link.AssetId.toLowerCase()));
    for (const id of ids) await current(context, kind, name, id);
    const nobody = "00000000-0000-4000-8000-000000000000";
    await context.recorder.refused([404], context.client, "getAsset", kind, nobody);
    await context.recorder.refused([404], context.client, "getSpecificAssetVersion", kind, nobody, nobody);
  }
}

async function version({ client, recorder }, kind, id, versionId) {
  const asset = await recorder.send(client, "getSpecificAssetVersion", kind, id, versionId);
  if (!asset) return;
  recorder.holdAgainst(asset, [id, versionId], "AssetOfKind", kind);
  if (asset.AssetId.toLowerCase() !== id.toLowerCase() || asset.VersionId.toLowerCase() !== versionId.toLowerCase()) {
    recorder.fail("HaloInfiniteClient.getSpecificAssetVersion", [kind, id, versionId], "another asset");
  }
}

async function current({ client, recorder }, kind, name, id) {
  const asset = await recorder.send(client, "getAsset", kind, id);
  if (!asset) return;
  recorder.holdAgainst(asset, [id], "AssetOfKind", kind);
  recorder.facts[`asset/${name}/${id}`] = assetFact(asset);
}
