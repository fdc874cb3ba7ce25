//! The issuer of a host's certificate.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::oid::db::rfc4519::{COMMON_NAME, ORGANIZATION_NAME};

use super::within;

/// The name of the issuer of a host's certificate, whether or not it is to be trusted. The connection ends with the
/// certificate: nothing is sent to the host.
pub fn issuer(host: &str, port: u16, timeout: Duration) -> io::Result<String> {
    let host = host.to_owned();
    // The system looks up names without a limit, and each address and each read has a limit of its own.
    within(timeout, move || look(&host, port, timeout)).unwrap_or_else(|| Err(io::ErrorKind::TimedOut.into()))
}

fn look(host: &str, port: u16, timeout: Duration) -> io::Result<String> {
    let provider = Arc::new(ring::default_provider());
    let look = Arc::new(Look {
        provider: Arc::clone(&provider),
        seen: Mutex::new(None),
    });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&look) as _)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let mut connection = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    let mut stream = connect(host, port, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    // Always an error: the verifier refuses each certificate after it has seen it.
    let ended = connection.complete_io(&mut stream);
    let seen = look.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (seen, ended) {
        (Some(certificate), _) => {
            issuer_of(&certificate).ok_or_else(|| io::Error::other("the certificate cannot be read"))
        }
        (None, Err(error)) => Err(error),
        (None, Ok(_)) => Err(io::Error::other("the host sent no certificate")),
    }
}

/// Connects to the first address of a host that accepts.
fn connect(host: &str, port: u16, timeout: Duration) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Sees a certificate, and ends the connection.
#[derive(Debug)]
struct Look {
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<Vec<u8>>>,
}

impl ServerCertVerifier for Look {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(end_entity.to_vec());
        Err(Error::General("the certificate has been seen".into()))
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("the certificate has been seen".into()))
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("the certificate has been seen".into()))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// The issuer in a certificate: its organization and its common name.
fn issuer_of(certificate: &[u8]) -> Option<String> {
    let issuer = Certificate::from_der(certificate).ok()?.tbs_certificate.issuer;
    let text = |kind| {
        let mut names = issuer.0.iter().flat_map(|names| names.0.iter());
        let name = names.find(|name| name.oid == kind)?;
        Some(String::from_utf8_lossy(name.value.value()).into_owned())
    };
    match (text(ORGANIZATION_NAME), text(COMMON_NAME)) {
        (Some(organization), Some(name)) if !name.contains(&organization) => {
            Some(format!("{organization} ({name})"))
        }
        (organization, name) => name.or(organization),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::io::Write;
    use std::net::TcpListener;

    use rcgen::{CertificateParams, CertifiedIssuer, DistinguishedName, DnType, KeyPair};

    fn issued_by(names: &[(DnType, &str)]) -> Vec<u8> {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = DistinguishedName::new();
        for (kind, name) in names {
            params.distinguished_name.push(kind.clone(), *name);
        }
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let own = CertificateParams::new(vec!["localhost".into()]).unwrap();
        own.signed_by(&KeyPair::generate().unwrap(), &issuer)
            .unwrap()
            .der()
            .to_vec()
    }

    #[test]
    fn the_issuer_is_named_as_people_know_it() {
        use DnType::{CommonName, CountryName, OrganizationName};
        for (names, expected) in [
            (
                &[
                    (CountryName, "CZ"),
                    (OrganizationName, "Avast"),
                    (CommonName, "Web Shield Root"),
                ][..],
                "Avast (Web Shield Root)",
            ),
            (
                &[(OrganizationName, "DigiCert"), (CommonName, "DigiCert TLS")],
                "DigiCert TLS",
            ),
            (&[(OrganizationName, "Bär GmbH")], "Bär GmbH"),
            (&[(CommonName, "Root")], "Root"),
        ] {
            assert_eq!(issuer_of(&issued_by(names)).as_deref(), Some(expected));
        }
    }

    /// Each of its bytes arrives before the limit of a read.
    #[test]
    fn a_host_that_answers_byte_by_byte_does_not_hold_it_up() {
        const BETWEEN_BYTES: Duration = Duration::from_millis(20);

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // The head of a handshake of 16384 bytes.
            let mut sent = stream.write_all(&[0x16, 3, 3, 0x40, 0]);
            for _ in 0..100 {
                std::thread::sleep(BETWEEN_BYTES);
                sent = sent.and_then(|()| stream.write_all(&[0]));
            }
        });
        let error = issuer("127.0.0.1", port, BETWEEN_BYTES * 20).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{error}");
    }

    #[test]
    fn a_damaged_certificate_has_no_issuer_and_does_no_harm() {
        let whole = issued_by(&[(DnType::CommonName, "Root")]);
        for length in 0..whole.len() {
            assert_eq!(issuer_of(&whole[..length]), None, "{length}");
        }
        assert_eq!(issuer_of(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(issuer_of(&[0x30, 0xff]), None);
    }
}
