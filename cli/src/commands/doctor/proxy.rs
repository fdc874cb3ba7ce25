//! The proxy.

use super::Finding;
use crate::account::variable_os;
use crate::context::Context;

/// The variables that can name a proxy. The first one that is set counts.
const PROXIES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];

/// The proxy, without its password, and whether there is one.
pub fn proxy(context: &Context) -> (Finding, bool) {
    let of_environment = || {
        PROXIES.iter().find_map(|name| {
            let url = variable_os(name)?;
            Some((*name, url.to_string_lossy().into_owned()))
        })
    };
    let found = match context.proxy() {
        Some(url) => Some(("the options, HALO_PROXY or config.toml", url)),
        None => of_environment(),
    };
    let Some((source, url)) = found else {
        let detail = match cfg!(windows) {
            true => "none, or that of the Windows settings",
            false => "none",
        };
        return (Finding::ok("proxy", detail), false);
    };
    let address = url.rsplit_once('@').map_or(&*url, |(_, address)| address);
    let address = address.rsplit_once("://").map_or(address, |(_, address)| address);
    (Finding::ok("proxy", format!("{address}, from {source}")), true)
}
