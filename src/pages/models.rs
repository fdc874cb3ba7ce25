//! The models that are pages.

use uuid::Uuid;

use super::{Page, PageItems, Pages, Place, Since, sealed};
use crate::models::discovery_ugc::{AssetSearchPage, AssetSearchResult};
use crate::models::stats::{MatchHistory, MatchHistoryResult};
use crate::request::Request;
use crate::services::discovery_ugc::MAX_SEARCH_COUNT;
use crate::services::stats::MAX_HISTORY_COUNT;

impl sealed::Sealed for MatchHistory {}

impl Page for MatchHistory {
    type Item = MatchHistoryResult;
    const LARGEST: u32 = MAX_HISTORY_COUNT;
    const GROWS_AT_THE_FRONT: bool = true;

    fn id(entry: &MatchHistoryResult) -> Uuid {
        entry.match_id
    }

    fn results(&mut self) -> &mut Vec<MatchHistoryResult> {
        &mut self.results
    }

    fn set_result_count(&mut self, count: i64) {
        self.result_count = count;
    }

    fn place(entry: &MatchHistoryResult, since: &Since) -> Place {
        since.place(entry)
    }
}

impl sealed::Sealed for AssetSearchPage {}

impl Page for AssetSearchPage {
    type Item = AssetSearchResult;
    const LARGEST: u32 = MAX_SEARCH_COUNT;
    const GROWS_AT_THE_FRONT: bool = false;

    fn id(asset: &AssetSearchResult) -> Uuid {
        asset.asset_id
    }

    fn results(&mut self) -> &mut Vec<AssetSearchResult> {
        &mut self.results
    }

    fn set_result_count(&mut self, count: i64) {
        self.result_count = count;
    }
}

impl Request<MatchHistory> {
    /// The history's pages, from [`start`](Self::start) to the oldest match, each with up to
    /// [`count`](Self::count) matches. [`Pages`] says what is given when matches are played meanwhile.
    pub fn pages(&self) -> Pages<MatchHistory> {
        Pages::new(self)
    }

    /// The history's matches, newest first, from [`start`](Self::start) on: as many pages of
    /// [`count`](Self::count) matches as it takes, each fetched when its first match is asked for.
    ///
    /// [`since`](PageItems::<MatchHistory>::since) ends it earlier.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::refdata::Outcome;
    ///
    /// let mut wins = 0;
    /// for entry in client.stats().match_history(me).iter().take(40) {
    ///     if entry?.outcome == Outcome::Win {
    ///         wins += 1;
    ///     }
    /// }
    /// println!("{wins} of the last 40 matches were won");
    /// # assert_eq!(sandbox.requests().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> PageItems<MatchHistory> {
        self.pages().items()
    }
}

impl Request<AssetSearchPage> {
    /// The search's pages, from [`start`](Self::start) to the last result, each with up to
    /// [`count`](Self::count) results, or 101.
    pub fn pages(&self) -> Pages<AssetSearchPage> {
        Pages::new(self)
    }

    /// The search's results, from [`start`](Self::start) on: as many pages as it takes, each fetched when
    /// its first result is asked for.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
    ///
    /// let search = client.discovery_ugc().search_assets().sort(SearchSort::Name, SearchOrder::Ascending);
    /// for asset in search.iter().take(20) {
    ///     println!("{}", asset?.name);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> PageItems<AssetSearchPage> {
        self.pages().items()
    }
}
