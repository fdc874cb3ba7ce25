// Restates responses as facts, in the form that all clients of this folder share.

/** The XUID of a human as digits, and the id of a bot as it is. */
export function digits(playerId) {
  return /^xuid\((\d+)\)$/i.exec(playerId)?.[1] ?? playerId;
}

export function milliseconds(timestamp) {
  return Math.floor(Date.parse(timestamp));
}

/** The seconds of an ISO 8601 duration, rounded to milliseconds. */
export function seconds(duration) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
  if (!parts) throw new Error(`${duration} is no duration`);
  const [days, hours, minutes, rest] = parts.slice(1).map((part) => Number(part ?? 0));
  return round(((days * 24 + hours) * 60 + minutes) * 60 + rest);
}

export function round(number) {
  return typeof number === "number" ? Number(number.toFixed(3)) : number;
}

const lower = (id) => id.toLowerCase();
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

export function matchFact({ MatchInfo, Players, Teams }) {
  return {
    category: MatchInfo.GameVariantCategory,
    playlist: MatchInfo.Playlist ? lower(MatchInfo.Playlist.AssetId) : null,
    map: lower(MatchInfo.MapVariant.AssetId),
    start: milliseconds(MatchInfo.StartTime),
    players: Object.fromEntries(Players.map((player) => [digits(player.PlayerId), playerFact(player)])),
    teams: Object.fromEntries(Teams.map((team) => [team.TeamId, teamFact(team.Stats.CoreStats)])),
  };
}

function playerFact(player) {
  const cores = player.PlayerTeamStats.map((team) => team.Stats.CoreStats);
  return {
    outcome: player.Outcome,
    kills: sum(cores.map((core) => core.Kills)),
    deaths: sum(cores.map((core) => core.Deaths)),
    assists: sum(cores.map((core) => core.Assists)),
    medals: sum(cores.flatMap((core) => core.Medals.map((medal) => medal.Count))),
    score: sum(cores.map((core) => core.PersonalScore)),
  };
}

function teamFact(core) {
  return { kills: core.Kills, deaths: core.Deaths, assists: core.Assists, score: core.Score };
}

export function skillFact(values) {
  const skill = (value) => (value.ResultCode === 0 ? rating(value.Result) : null);
  return Object.fromEntries(values.map((value) => [digits(value.Id), skill(value)]));
}

function rating(result) {
  const { PreMatchCsr, PostMatchCsr } = result.RankRecap ?? {};
  return { mmr: round(result.TeamMmr), before: PreMatchCsr?.Value ?? null, after: PostMatchCsr?.Value ?? null };
}

export function csrFact(values) {
  return Object.fromEntries(
    values.map(({ Id, Result }) => [
      digits(Id),
      {
        current: Result.Current.Value,
        tier: Result.Current.Tier,
        season_max: Result.SeasonMax.Value,
        all_time_max: Result.AllTimeMax.Value,
      },
    ]),
  );
}

export function countFact(count) {
  return {
    all: count.MatchesPlayedCount,
    matchmade: count.MatchmadeMatchesPlayedCount,
    custom: count.CustomMatchesPlayedCount,
    local: count.LocalMatchesPlayedCount,
  };
}

export function recordFact(record) {
  return {
    matches: record.MatchesCompleted,
    wins: record.Wins,
    losses: record.Losses,
    ties: record.Ties,
    kills: record.CoreStats.Kills,
    deaths: record.CoreStats.Deaths,
    assists: record.CoreStats.Assists,
    seconds: seconds(record.TimePlayed),
  };
}

export function assetFact(asset) {
  return { name: asset.PublicName, version: lower(asset.VersionId) };
}

export function medalsFact({ medals }) {
  return Object.fromEntries(
    medals.map((medal) => [
      medal.nameId,
      {
        name: medal.name.value,
        difficulty: medal.difficultyIndex,
        type: medal.typeIndex,
        score: medal.personalScore,
        weight: medal.sortingWeight,
      },
    ]),
  );
}

/** The seasons of a calendar: the path under the field, the start and the end. */
export function seasonsFact({ Seasons }, field) {
  return Seasons.map((season) => [season[field], date(season.StartDate), date(season.EndDate)]);
}

function date(envelope) {
  return envelope ? milliseconds(envelope.ISO8601Date) : null;
}
