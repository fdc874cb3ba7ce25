//! A TLS server with a certificate whose issuer nobody knows.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{HandshakeKind, RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use super::wait::PATIENCE;

/// The issuer of certificates.
pub struct Issuer(CertifiedIssuer<'static, KeyPair>);

impl Issuer {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = named(&format!("Issuer {}", COUNT.fetch_add(1, Ordering::Relaxed)));
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// The root certificate.
    pub fn root(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// Saves the root certificate as systems do.
    pub fn save(&self, path: &Path) {
        fs::write(path, pem("CERTIFICATE", self.0.der())).unwrap();
    }

    /// A certificate for this name, which is valid through this year, and its key.
    pub fn issue(&self, name: &str, last_year: i32) -> (Vec<u8>, Vec<u8>) {
        let mut params = CertificateParams::new(vec![name.into()]).unwrap();
        params.distinguished_name = named(name);
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(last_year, 12, 31);
        params.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ServerAuth,
            ExtendedKeyUsagePurpose::ClientAuth,
        ];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        (certificate.der().to_vec(), key.serialize_der())
    }
}

/// A server that responds to each request with the same body, and then closes the connection.
pub struct TlsServer {
    pub address: SocketAddr,
    handshakes: Receiver<HandshakeKind>,
}

impl TlsServer {
    const RESPONSE: &str = concat!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 113\r\n\r\n",
        r#"{"CustomMatchesPlayedCount":1,"MatchesPlayedCount":7,"MatchmadeMatchesPlayedCount":6,"LocalMatchesPlayedCount":0}"#,
    );

    pub fn start(issuer: &Issuer, name: &str, last_year: i32) -> Self {
        Self::serve(issuer, name, last_year, false, None)
    }

    /// A server that requires a client certificate of this issuer.
    pub fn start_for_clients_of(clients: &Issuer, issuer: &Issuer, name: &str) -> Self {
        Self::serve(issuer, name, 4000, false, Some(clients))
    }

    /// A proxy that responds in place of each host, as one that decrypts connections.
    pub fn start_as_proxy(issuer: &Issuer, name: &str) -> Self {
        Self::serve(issuer, name, 4000, true, None)
    }

    pub fn base(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// The completed handshakes since the last time. The server records one before it responds.
    pub fn take_handshakes(&self) -> Vec<HandshakeKind> {
        self.handshakes.try_iter().collect()
    }

    fn serve(issuer: &Issuer, name: &str, last_year: i32, is_proxy: bool, clients: Option<&Issuer>) -> Self {
        let (certificate, key) = issuer.issue(name, last_year);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(clients) => {
                let mut roots = RootCertStore::empty();
                roots.add(clients.root().into()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                config.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let config = config.with_single_cert(
            vec![CertificateDer::from(certificate)],
            PrivateKeyDer::try_from(key).unwrap(),
        );
        let config = Arc::new(config.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, handshakes) = mpsc::channel();
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                if is_proxy {
                    accept_tunnel(&stream);
                }
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream);
                // The client ends the connection if it does not accept the certificate.
                if stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {
                    // A test that is over listens no more.
                    let _ = sender.send(stream.conn.handshake_kind().unwrap());
                    let _ = stream.write_all(Self::RESPONSE.as_bytes());
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            }
        });
        Self { address, handshakes }
    }
}

/// Reads a `CONNECT` request, which the client sends alone, and accepts it.
fn accept_tunnel(mut stream: &TcpStream) {
    let mut line = String::new();
    let mut lines = BufReader::new(stream);
    while line != "\r\n" {
        line.clear();
        if lines.read_line(&mut line).unwrap() == 0 {
            return;
        }
    }
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
}

/// Issuers are found by their names, so each needs its own.
fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// The text form of a certificate or a key.
pub fn pem(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines: Vec<_> = base64
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}
