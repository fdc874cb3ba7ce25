//! The state that all services share.

use crate::captures::Captures;
use crate::clock::Clock;
use crate::closed_accounts::ClosedAccounts;
use crate::codes::Codes;
use crate::consent::Consent;
use crate::content::Content;
use crate::device_codes::DeviceCodes;
use crate::faults::Faults;
use crate::live::{Live, Part};
use crate::privacy::Privacy;
use crate::registration::Registration;
use crate::request_log::RequestLog;
use crate::rng::Rng;
use crate::secrets::Secrets;
use crate::tokens::Tokens;
use crate::trace::Trace;
use crate::world::plan::MatchPlan;
use crate::world::ugc::Library;
use crate::world::{Sitting, World};
use std::sync::Arc;

#[derive(Debug)]
pub(crate) struct App {
    /// The base URL, as in [`Sandbox::url`](crate::Sandbox::url).
    pub(crate) url: String,
    pub(crate) clock: Clock,
    pub(crate) world: World,
    pub(crate) tokens: Tokens,
    pub(crate) codes: Codes,
    pub(crate) device_codes: DeviceCodes,
    pub(crate) secrets: Arc<Secrets>,
    /// The reply to authorization requests.
    pub(crate) consent: Consent,
    pub(crate) log: RequestLog,
    pub(crate) trace: Option<Trace>,
    pub(crate) faults: Faults,
    pub(crate) privacy: Privacy,
    pub(crate) content: Content,
    pub(crate) closed_accounts: ClosedAccounts,
    /// The folder that replaces the world.
    pub(crate) captures: Option<Captures>,
    /// `None` if all matches are over from the start.
    pub(crate) live: Option<Live>,
    /// XSTS responses have neither XUID nor gamertag.
    pub(crate) anonymous_xsts: bool,
}

pub(crate) type Shared = Arc<App>;

impl App {
    /// All assets, with the changes of players.
    pub(crate) fn ugc_assets(&self) -> Arc<Library> {
        self.content.assets(&self.world)
    }

    /// Whether a part of a match has appeared.
    pub(crate) fn has(&self, part: Part, plan: &MatchPlan) -> bool {
        let appears = |live: Live| plan.end().saturating_add(live.delay_ms(part));
        self.live.is_none_or(|live| appears(live) <= self.clock.now_ms())
    }

    /// A person's parts in the matches that have appeared in histories, newest first.
    pub(crate) fn history_of(&self, person: usize) -> &[Sitting] {
        let sittings = self.world.sittings_of(person);
        if self.live.is_none() {
            return sittings;
        }
        let is_hidden = |sitting: &Sitting| !self.has(Part::History, self.world.plan_of(*sitting));
        &sittings[sittings.partition_point(is_hidden)..]
    }

    pub(crate) fn client_id(&self, registration: Registration) -> String {
        let subject = match registration {
            Registration::Confidential => "client id",
            Registration::Public => "public client id",
        };
        Rng::for_subject(self.world.seed(), subject).uuid().to_string()
    }

    /// Finds an app by its client id.
    pub(crate) fn registration(&self, client_id: &str) -> Option<Registration> {
        [Registration::Confidential, Registration::Public]
            .into_iter()
            .find(|registration| self.client_id(*registration) == client_id)
    }

    /// The secret of the confidential app.
    pub(crate) fn client_secret(&self) -> String {
        let mut rng = Rng::for_subject(self.world.seed(), "client secret");
        format!("sandbox~{:016x}{:016x}", rng.next(), rng.next())
    }

    /// The clearance of the retail audience.
    pub(crate) fn clearance(&self) -> String {
        Rng::for_subject(self.world.seed(), "clearance")
            .uuid()
            .to_string()
    }
}
