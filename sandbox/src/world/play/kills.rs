//! The kills. Each kill is one player's kill and one opponent's death, so a team's kills are the other team's deaths
//! minus that team's suicides and betrayals.

use super::awards::medal;
use super::field::{Field, MomentKind, RESPAWN, Stretch};
use crate::rng::Rng;

/// The number of kills.
pub(crate) enum Killing {
    /// Kills by team.
    PerTeam(Vec<(i64, i64)>),
    /// At most this many kills, each player against all others, until a player reaches `target`.
    FreeForAll { kills: i64, target: i64 },
}

/// Kills within this time form a multikill, in milliseconds.
const MULTIKILL: i64 = 4_500;
/// The percentage of assisted kills with two assists. A team has one assist in each kill, so in most real matches its
/// assists are fewer than those of its players, and never more.
const SHARED: i64 = 6;

pub(crate) fn simulate(field: &mut Field, rng: &mut Rng, killing: Killing) {
    let (order, target) = match killing {
        Killing::PerTeam(teams) => (shuffled(rng, &teams), i64::MAX),
        Killing::FreeForAll { kills, target } => (vec![None; kills as usize], target),
    };
    let in_teams = target == i64::MAX;
    let gap = field.playable / (order.len() as i64 + 1);
    for (index, team) in order.into_iter().enumerate() {
        let at = gap * (index as i64 + 1) + rng.between(-gap / 2, gap / 2 - 1);
        let killer = field.draw(rng, 9, |one| {
            if one.is_active(at) && on(one, team) {
                one.skill
            } else {
                0
            }
        });
        let Some(killer) = killer else { continue };
        let team = field.stretches[killer].team;
        let opponent = |one: &Stretch, can_die| {
            if can_die && one.team != team {
                11 - one.skill
            } else {
                0
            }
        };
        // In a match with many kills, no opponent may be alive.
        let victim = field
            .draw(rng, 9, |one| opponent(one, one.is_alive(at)))
            .or_else(|| field.draw(rng, 9, |one| opponent(one, one.is_active(at))));
        let Some(victim) = victim else { continue };
        kill(field, rng, killer, victim, at);
        if in_teams {
            assist(field, rng, killer, victim, at);
        }
        accident(field, rng, at, in_teams);
        if field.stretches[killer].stats.core.kills >= target {
            break;
        }
    }
    for stretch in &mut field.stretches {
        settle(stretch, rng);
    }
}

fn on(stretch: &Stretch, team: Option<i64>) -> bool {
    team.is_none_or(|team| stretch.team == team)
}

/// The teams' kills, in random order.
fn shuffled(rng: &mut Rng, teams: &[(i64, i64)]) -> Vec<Option<i64>> {
    let each = |(team, kills): &(i64, i64)| std::iter::repeat_n(Some(*team), *kills as usize);
    let mut order: Vec<Option<i64>> = teams.iter().flat_map(each).collect();
    for index in (1..order.len()).rev() {
        order.swap(index, rng.index(index + 1));
    }
    order
}

fn kill(field: &mut Field, rng: &mut Rng, killer: usize, victim: usize, at: i64) {
    let damage = rng.between(150, 230);
    let scratches = rng.between(0, 140);
    let victims_spree = {
        let victim = &mut field.stretches[victim];
        victim.show(at, MomentKind::Death);
        let core = &mut victim.stats.core;
        core.deaths += 1;
        core.damage_taken += damage;
        core.damage_dealt += scratches;
        core.shots_fired += rng.between(4, 14);
        core.shots_hit += rng.between(1, 4);
        std::mem::take(&mut victim.spree)
    };
    let killer = &mut field.stretches[killer];
    killer.spree += 1;
    killer.show(at, MomentKind::Kill);
    killer.chain = if at - killer.last_kill <= MULTIKILL {
        killer.chain + 1
    } else {
        1
    };
    killer.last_kill = at;
    let core = &mut killer.stats.core;
    core.kills += 1;
    core.damage_dealt += damage;
    core.damage_taken += scratches;
    core.shots_fired += rng.between(9, 22);
    core.shots_hit += rng.between(6, 9);
    core.max_killing_spree = core.max_killing_spree.max(killer.spree);
    let chain = match killer.chain {
        2 => Some(medal::DOUBLE_KILL),
        3 => Some(medal::TRIPLE_KILL),
        4 => Some(medal::OVERKILL),
        5 => Some(medal::KILLTACULAR),
        _ => None,
    };
    let spree = match killer.spree {
        5 => Some(medal::KILLING_SPREE),
        10 => Some(medal::KILLING_FRENZY),
        15 => Some(medal::RUNNING_RIOT),
        20 => Some(medal::RAMPAGE),
        _ => None,
    };
    let killjoy = (victims_spree >= 5).then_some(medal::KILLJOY);
    let style = draw_weapon(killer, rng);
    for medal in [chain, spree, killjoy, style].into_iter().flatten() {
        killer.stats.core.medals.add(medal, 1, 0);
        killer.show(at, MomentKind::Medal(medal));
    }
}

/// Draws the weapon of a kill, and returns its medal.
fn draw_weapon(killer: &mut Stretch, rng: &mut Rng) -> Option<u32> {
    let core = &mut killer.stats.core;
    match rng.between(1, 100) {
        1..=6 => {
            core.grenade_kills += 1;
            Some(rng.pick(&[medal::STICK, medal::NADE_SHOT])).filter(|_| rng.chance(30))
        }
        7..=17 => {
            core.melee_kills += 1;
            Some(medal::BACK_SMACK).filter(|_| rng.chance(25))
        }
        18..=28 => {
            core.power_weapon_kills += 1;
            let headshot = rng.chance(45);
            core.headshot_kills += i64::from(headshot);
            Some(rng.pick(&[medal::SNIPE, medal::SNIPE, medal::NO_SCOPE])).filter(|_| headshot)
        }
        29..=84 => {
            core.headshot_kills += 1;
            Some(medal::PERFECT).filter(|_| rng.chance(12))
        }
        _ => Some(medal::REVERSAL).filter(|_| rng.chance(20)),
    }
}

fn assist(field: &mut Field, rng: &mut Rng, killer: usize, victim: usize, at: i64) {
    let team = field.stretches[killer].team;
    let seat = field.stretches[killer].seat;
    let mate = |one: &Stretch| i64::from(one.is_active(at) && one.team == team && one.seat != seat);
    if rng.chance(42)
        && let Some(first) = field.draw(rng, 1, mate)
    {
        help(field, rng, first, victim);
        let first = field.stretches[first].seat;
        let second = |one: &Stretch| mate(one) * i64::from(one.seat != first);
        if rng.chance(SHARED)
            && let Some(second) = field.draw(rng, 1, second)
        {
            help(field, rng, second, victim);
            field.stretches[second].stats.core.shared_assists += 1;
        }
    }
    if rng.chance(5)
        && let Some(mate) = field.draw(rng, 1, mate)
    {
        field.stretches[mate].stats.core.callout_assists += 1;
    }
}

fn help(field: &mut Field, rng: &mut Rng, mate: usize, victim: usize) {
    let damage = rng.between(25, 70);
    let core = &mut field.stretches[mate].stats.core;
    core.assists += 1;
    core.damage_dealt += damage;
    core.shots_fired += rng.between(4, 12);
    core.shots_hit += rng.between(2, 4);
    if rng.chance(5) {
        core.medals.add(medal::GUARDIAN_ANGEL, 1, 0);
    }
    field.stretches[victim].stats.core.damage_taken += damage;
}

/// Occasional suicides and betrayals. Neither counts as a kill.
fn accident(field: &mut Field, rng: &mut Rng, at: i64, in_teams: bool) {
    match rng.between(1, 200) {
        1..=2 => {
            if let Some(clumsy) = field.draw(rng, 1, |one| i64::from(one.is_alive(at))) {
                let clumsy = &mut field.stretches[clumsy];
                clumsy.stats.core.suicides += 1;
                clumsy.stats.core.deaths += 1;
                clumsy.spree = 0;
                clumsy.show(at, MomentKind::Death);
            }
        }
        3 if in_teams => betray(field, rng, at),
        _ => {}
    }
}

fn betray(field: &mut Field, rng: &mut Rng, at: i64) {
    let Some(traitor) = field.draw(rng, 1, |one| i64::from(one.is_alive(at))) else {
        return;
    };
    let (team, seat) = (field.stretches[traitor].team, field.stretches[traitor].seat);
    let friend = |one: &Stretch| i64::from(one.is_alive(at) && one.team == team && one.seat != seat);
    if let Some(friend) = field.draw(rng, 1, friend) {
        let core = &mut field.stretches[friend].stats.core;
        core.deaths += 1;
        core.damage_taken += 90;
        field.stretches[friend].spree = 0;
        field.stretches[friend].show(at, MomentKind::Death);
        let core = &mut field.stretches[traitor].stats.core;
        core.betrayals += 1;
        core.damage_dealt += 90;
    }
}

/// Derives spawns and time alive from the deaths, and adds the shots that hit no victim.
fn settle(stretch: &mut Stretch, rng: &mut Rng) {
    let present = stretch.to - stretch.from;
    let core = &mut stretch.stats.core;
    core.spawns = core.deaths + 1;
    let waiting = (core.deaths * RESPAWN).min(present * 3 / 4);
    core.alive_ms = present - waiting;
    let strays = present / 1000 * rng.between(5, 15) / 100;
    core.shots_fired += strays;
    core.shots_hit += strays * rng.between(35, 60) / 100;
}
