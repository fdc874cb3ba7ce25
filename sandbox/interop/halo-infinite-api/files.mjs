// The files of the game: calendars, seasons, medals, playlists, and the catalogue of the API.
import { medalsFact, seasonsFact } from "./facts.mjs";

export async function files(context, { playlists }) {
  const { client, recorder } = context;
  const medals = await recorder.call(client, "getMedalsMetadataFile");
  if (medals) recorder.facts.medals = medalsFact(medals);
  await calendars(context);
  for (const id of playlists) {
    const playlist = await recorder.call(client, "getPlaylist", id);
    if (playlist) {
      const version = playlist.UgcPlaylistVersion.toLowerCase();
      recorder.facts[`playlist_config/${id}`] = { version, ranked: playlist.HasCsr };
    }
  }
  const settings = await recorder.call(client, "getSettings");
  if (settings) {
    recorder.facts.settings = [settings.Authorities, settings.Endpoints].map((named) => Object.keys(named).length);
  }
}

async function calendars(context) {
  const { client, recorder } = context;
  const seasons = await recorder.call(client, "getSeasonCalendar");
  if (seasons) recorder.facts.seasons = seasonsFact(seasons, "SeasonMetadata");
  const ranked = await recorder.call(client, "getCsrSeasonCalendar");
  if (ranked) recorder.facts.csr_seasons = seasonsFact(ranked, "CsrSeasonFilePath");
  await progressionFile(context, "Calendars", "Calendars/Seasons/SeasonCalendar.json");
  for (const season of seasons?.Seasons ?? []) await progressionFile(context, "Seasons", season.SeasonMetadata);
  for (const season of ranked?.Seasons ?? []) await progressionFile(context, "Csr/Seasons", season.CsrSeasonFilePath);
  await recorder.refused([404], client, "getProgressionFile", "Seasons/NoSuchSeason.json");
}

async function progressionFile({ client, recorder }, type, path) {
  const file = await recorder.send(client, "getProgressionFile", path);
  if (file) recorder.holdAgainst(file, [path], "FileOfType", type);
}
