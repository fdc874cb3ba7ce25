//! The events of 2021 to 2023, which operations replaced: their reward tracks and periods, as in the captured season
//! calendar.

use crate::wire::timestamp::midnight;

/// A period of an event. Most events came back several times.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) track: &'static str,
    /// In milliseconds since 1970.
    pub(crate) start: i64,
    pub(crate) end: i64,
}

const MINUTE: i64 = 60_000;

macro_rules! event {
    (
        $track:literal,
        $year:literal-$month:literal-$day:literal $hour:literal:$minute:literal,
        $to_year:literal-$to_month:literal-$to_day:literal $to_hour:literal:$to_minute:literal
    ) => {
        Event {
            track: concat!("RewardTracks/Events/Rituals/", $track, ".json"),
            start: midnight($year, $month, $day) + (60 * $hour + $minute) * MINUTE,
            end: midnight($to_year, $to_month, $to_day) + (60 * $to_hour + $to_minute) * MINUTE,
        }
    };
}

/// All periods, in the order of the calendar.
#[rustfmt::skip]
pub(crate) static ALL: [Event; 30] = [
    event!("ritualWotWSamurai", 2021-9-18 21:30, 2021-11-7 17:0),
    event!("ritualWinterGiveaway", 2021-11-16 17:0, 2021-12-3 17:0),
    event!("ritualWinterGiveaway", 2021-12-21 17:0, 2022-1-4 17:0),
    event!("ritualWotWSamurai", 2022-1-4 17:0, 2022-1-11 17:0),
    event!("ritualLoneWolf1", 2022-4-27 18:0, 2022-4-28 18:0),
    event!("ritualLoneWolf1", 2022-5-3 18:0, 2022-5-17 18:0),
    event!("ritualEagleStrike", 2022-5-24 18:0, 2022-5-31 18:0),
    event!("ritualEagleStrike", 2022-6-14 18:0, 2022-6-21 18:0),
    event!("ritualEagleStrike", 2022-7-5 18:0, 2022-7-12 18:0),
    event!("ritualLoneWolf2", 2022-7-19 18:0, 2022-8-2 18:0),
    event!("ritualEagleStrike", 2022-8-16 18:0, 2022-8-23 18:0),
    event!("ritualJointFire", 2022-8-23 18:0, 2022-9-24 18:0),
    event!("S03Fracture", 2022-9-26 17:0, 2022-10-25 18:0),
    event!("S03Narrative1", 2022-10-25 18:0, 2022-12-19 18:0),
    event!("ritualWinterContingencyII", 2022-12-20 18:0, 2023-1-3 18:0),
    event!("ritualJointFire", 2023-1-17 18:0, 2023-1-31 18:0),
    event!("S04Narrative1", 2023-2-27 18:0, 2023-3-7 18:0),
    event!("S03Narrative1", 2023-3-7 18:0, 2023-3-21 18:0),
    event!("S03Fracture", 2023-3-21 18:0, 2023-4-11 17:0),
    event!("S03Fracture", 2023-4-11 18:0, 2023-4-18 18:0),
    event!("S03Narrative2", 2023-5-2 18:0, 2023-5-16 18:0),
    event!("S03Fracture", 2023-5-23 18:0, 2023-5-30 18:0),
    event!("S03Fracture", 2023-6-13 18:0, 2023-6-20 18:0),
    event!("S04Narrative1", 2023-6-20 18:0, 2023-7-4 18:0),
    event!("S04Fracture", 2023-7-4 18:0, 2023-7-11 18:0),
    event!("S04Casual", 2023-7-18 18:0, 2023-8-1 18:0),
    event!("S04Fracture", 2023-8-8 18:0, 2023-8-15 18:0),
    event!("S04Narrative2", 2023-8-22 18:0, 2023-9-5 18:0),
    event!("S04Fracture", 2023-9-12 18:0, 2023-9-19 18:0),
    event!("S04Fracture", 2023-9-26 18:0, 2023-10-3 18:0),
];
