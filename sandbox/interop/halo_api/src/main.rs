//! Calls every method of `halo_api` against a sandbox, and writes its results to a file.
//!
//! The client only knows the real hosts, and its sign-in makes HTTP clients of its own. So this program starts
//! itself a second time, with a proxy in the environment that forwards the real hosts to the sandbox.

mod asset;
mod assets;
mod calls;
mod client;
mod economy;
mod files;
mod film_events;
mod films;
mod histories;
mod info;
mod looks;
mod matches;
mod methods;
mod people;
mod playlists;
mod proxy;
mod records;
mod search;
mod sign_in;
mod throwaway;
mod website;

use info::Info;
use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::process::Command;

/// The third argument of the second process.
const CLIENT: &str = "client-behind-proxy";

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let ended = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [info, results] => behind_proxy(Path::new(info), Path::new(results)).await,
        [info, results, CLIENT] => client::run(Path::new(info), Path::new(results)).await,
        _ => Err("usage: halo-infinite-interop-halo-api INFO.JSON RESULT.JSON".into()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("halo_api: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the client in a second process, whose HTTP clients use the proxy and trust its certificates.
async fn behind_proxy(info: &Path, results: &Path) -> Fallible<()> {
    let root = throwaway::Root::new()?;
    let trusted = RootFile::write(results.with_extension("root.pem"), &root.pem())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let proxy = format!("http://{}", listener.local_addr()?);
    tokio::spawn(Arc::new(proxy::Proxy::new(Info::read(info)?.hosts, root)).serve(listener));
    let mut client = Command::new(env::current_exe()?);
    client
        .args([info, results])
        .arg(CLIENT)
        .env("SSL_CERT_FILE", &trusted.0)
        .env_remove("SSL_CERT_DIR")
        .kill_on_drop(true);
    // The sandbox's own address is not a real host, and needs no proxy.
    for (name, value) in [
        ("HTTPS_PROXY", &*proxy),
        ("HTTP_PROXY", &*proxy),
        ("NO_PROXY", "127.0.0.1"),
    ] {
        client.env(name, value).env(name.to_lowercase(), value);
    }
    let status = client.status().await?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the client ended with {status}").into())
    }
}

/// The file of the root certificate, deleted on drop.
struct RootFile(PathBuf);

impl RootFile {
    fn write(path: PathBuf, pem: &str) -> Fallible<Self> {
        std::fs::write(&path, pem)?;
        Ok(Self(path))
    }
}

impl Drop for RootFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0) {
            eprintln!("halo_api: {}: {error}", self.0.display());
        }
    }
}
