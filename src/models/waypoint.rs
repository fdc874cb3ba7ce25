//! The website Halo Waypoint: the data in its pages.

generated!("waypoint");

impl Leaderboard {
    /// The players, each with the place on the whole leaderboard; 1 is the first.
    pub fn places(&self) -> impl Iterator<Item = (i64, &LeaderboardEntry)> {
        const USUAL_SIZE: i64 = 100;
        let before = self.page.saturating_sub(1).max(0);
        let first = before.saturating_mul(self.page_size.unwrap_or(USUAL_SIZE).max(0));
        (first.saturating_add(1)..).zip(&self.leaderboard)
    }
}
