//! The proxy of the Windows settings.

/// The proxy of the settings, and the hosts that are reached without it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SystemProxy {
    pub url: String,
    /// In lower case. `*` stands for any characters, `<local>` for names without a dot.
    pub direct: Vec<String>,
}

/// The proxy of this user's settings; `None` if they have none, or have a script in place of it, or without the feature.
pub(super) fn read() -> Option<SystemProxy> {
    let (server, direct) = settings()?;
    parse(&server, &direct)
}

/// The settings `ProxyServer` and `ProxyOverride`, if they apply.
#[cfg(all(windows, feature = "win-system-proxy"))]
fn settings() -> Option<(String, String)> {
    use winreg::RegKey;
    use winreg::enums::HKEY_CURRENT_USER;

    let settings = RegKey::predef(HKEY_CURRENT_USER)
        .open_subkey(r"Software\Microsoft\Windows\CurrentVersion\Internet Settings")
        .ok()?;
    let is_on = settings
        .get_value::<u32, _>("ProxyEnable")
        .is_ok_and(|on| on == 1);
    let server = settings.get_value::<String, _>("ProxyServer").ok()?;
    // Without exceptions, the value may be missing.
    let direct = settings
        .get_value::<String, _>("ProxyOverride")
        .unwrap_or_default();
    is_on.then_some((server, direct))
}

#[cfg(not(all(windows, feature = "win-system-proxy")))]
fn settings() -> Option<(String, String)> {
    None
}

/// `server` is one proxy for all protocols, or a list such as `http=proxy:8080;https=proxy:8443;socks=proxy:1080`.
fn parse(server: &str, direct: &str) -> Option<SystemProxy> {
    let of_protocol = |name: &str| {
        let mut entries = server.split([';', ' ']).filter_map(|entry| entry.split_once('='));
        let entry = entries.find(|(protocol, _)| protocol.trim().eq_ignore_ascii_case(name));
        entry
            .map(|(_, proxy)| proxy.trim())
            .filter(|proxy| !proxy.is_empty())
    };
    let url = |scheme: &str, proxy: &str| match proxy.contains("://") {
        true => proxy.to_owned(),
        false => format!("{scheme}://{proxy}"),
    };
    let url = if server.contains('=') {
        // The services are reached by HTTPS. As Windows does, a SOCKS proxy stands in for a missing one.
        of_protocol("https")
            .map(|proxy| url("http", proxy))
            .or_else(|| of_protocol("socks").map(|proxy| url("socks4", proxy)))
    } else {
        Some(server.trim())
            .filter(|server| !server.is_empty())
            .map(|server| url("http", server))
    }?;
    let direct = direct.split(';').map(|entry| entry.trim().to_ascii_lowercase());
    Some(SystemProxy {
        url,
        direct: direct.filter(|entry| !entry.is_empty()).collect(),
    })
}

/// Whether an entry of the settings' exceptions covers a host.
pub(super) fn covers(entry: &str, host: &str) -> bool {
    let entry = entry.split_once("://").map_or(entry, |(_, host)| host);
    match entry {
        "<local>" => !host.contains(['.', ':']),
        _ => matches(entry, &host.to_ascii_lowercase()),
    }
}

/// Whether a text fits a pattern, in which `*` stands for any characters.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        match text.split_once(part) {
            Some((_, after)) => text = after,
            None => return false,
        }
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_have_one_proxy_or_one_for_each_protocol() {
        for (server, url) in [
            ("proxy.example.com:8080", Some("http://proxy.example.com:8080")),
            (" proxy ", Some("http://proxy")),
            ("http://proxy:8080", Some("http://proxy:8080")),
            ("http=a:1;https=b:2;socks=c:3", Some("http://b:2")),
            ("HTTPS=https://b:2 http=a:1", Some("https://b:2")),
            ("http=a:1;socks=c:3", Some("socks4://c:3")),
            // Windows reaches HTTPS hosts directly then.
            ("http=a:1;ftp=d:4", None),
            ("https=;http=a:1", None),
            ("", None),
        ] {
            let proxy = parse(server, "");
            assert_eq!(proxy.as_ref().map(|proxy| proxy.url.as_str()), url, "{server}");
        }
        let proxy = parse("proxy", "localhost; *.Example.com;;<local>").unwrap();
        assert_eq!(proxy.direct, ["localhost", "*.example.com", "<local>"]);
    }

    #[test]
    fn exceptions_are_patterns() {
        for (entry, covered, others) in [
            (
                "a.example.com",
                ["a.example.com", "A.Example.com"].as_slice(),
                ["b.a.example.com"].as_slice(),
            ),
            (
                "*.example.com",
                &["a.example.com", "a.b.example.com"],
                &["example.com", "a.example.com.org"],
            ),
            ("192.168.*", &["192.168.0.1"], &["10.192.168.1"]),
            (
                "*halo*.com",
                &["halo.com", "a.halowaypoint.com"],
                &["halo.org", "hal.com"],
            ),
            ("a*b*c", &["abc", "a1b2c"], &["acb", "ab"]),
            ("*", &["example.com", ""], &[]),
            ("https://a.com", &["a.com"], &["b.com"]),
            ("<local>", &["intranet"], &["example.com", "[::2]"]),
        ] {
            assert!(covered.iter().all(|host| covers(entry, host)), "{entry}");
            assert!(!others.iter().any(|host| covers(entry, host)), "{entry}");
        }
    }
}
