//! The encryption of token files on Windows.
//!
//! On Unix, a file's permissions keep other users out. On Windows, that would take an access list, which only
//! unsafe code can set, and which is lost on a FAT disk and in a copy. Instead, Windows encrypts the content
//! for its user with the Data Protection API, as Microsoft's own sign-in libraries do. The key never leaves
//! Windows, so that a copy or a backup of the file is of no use to others.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The version of a file with encrypted content. Earlier versions of this crate report it as a later format.
const VERSION: u32 = 2;

/// A file with encrypted content.
#[derive(Serialize, Deserialize)]
struct EncryptedFile {
    version: u32,
    /// The content, encrypted by Windows, in Base64.
    windows: String,
}

/// The reason why a file cannot be decrypted.
#[derive(Debug)]
pub(super) enum DecryptionError {
    /// It is no encrypted content.
    Damaged,
    /// The system does not decrypt it.
    Refused(io::Error),
}

/// Returns a file's bytes for this content: encrypted if the system is Windows.
pub(super) fn encrypt(content: Zeroizing<Vec<u8>>) -> io::Result<Zeroizing<Vec<u8>>> {
    let Some(encrypted) = system::encrypt(&content)? else {
        return Ok(content);
    };
    let file = EncryptedFile {
        version: VERSION,
        windows: STANDARD.encode(encrypted),
    };
    Ok(Zeroizing::new(serde_json::to_vec(&file)?))
}

/// Returns the content of a file. A file that is not encrypted is returned as it is.
pub(super) fn decrypt(file: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, DecryptionError> {
    let encrypted = match serde_json::from_slice::<EncryptedFile>(&file) {
        Ok(EncryptedFile {
            version: VERSION,
            windows,
        }) => windows,
        _ => return Ok(file),
    };
    let encrypted = STANDARD.decode(encrypted).map_err(|_| DecryptionError::Damaged)?;
    system::decrypt(&encrypted)
        .map(Zeroizing::new)
        .map_err(DecryptionError::Refused)
}

#[cfg(windows)]
mod system {
    use std::io;

    use windows_dpapi::{Scope, decrypt_data, encrypt_data};

    pub fn encrypt(content: &[u8]) -> io::Result<Option<Vec<u8>>> {
        encrypt_data(content, Scope::User, None)
            .map(Some)
            // With the causes: the first message names only the function of Windows.
            .map_err(|error| io::Error::other(format!("{error:#}")))
    }

    pub fn decrypt(encrypted: &[u8]) -> io::Result<Vec<u8>> {
        decrypt_data(encrypted, Scope::User, None).map_err(|error| io::Error::other(format!("{error:#}")))
    }
}

#[cfg(not(windows))]
mod system {
    use std::io;

    #[allow(
        clippy::unnecessary_wraps,
        reason = "the same signature as on Windows, where it can fail"
    )]
    pub fn encrypt(_: &[u8]) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    pub fn decrypt(_: &[u8]) -> io::Result<Vec<u8>> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "this system is not Windows",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: &[u8] = br#"{"version":1,"players":[{"key":"s3cret"}]}"#;

    fn content() -> Zeroizing<Vec<u8>> {
        Zeroizing::new(CONTENT.to_vec())
    }

    #[test]
    fn windows_encrypts_content_and_other_systems_do_not() {
        let file = encrypt(content()).unwrap();
        assert_eq!(file.as_slice() == CONTENT, !cfg!(windows));
        assert_eq!(String::from_utf8_lossy(&file).contains("s3cret"), !cfg!(windows));
        assert_eq!(decrypt(file).unwrap().as_slice(), CONTENT);
    }

    #[test]
    fn unencrypted_files_are_read_as_they_are() {
        for file in [
            CONTENT,
            br#"{"version":2,"accounts":{}}"#,
            br#"{"version":3,"windows":""}"#,
            b"",
            b"\xff",
        ] {
            assert_eq!(decrypt(Zeroizing::new(file.to_vec())).unwrap().as_slice(), file);
        }
    }

    #[test]
    fn content_that_was_encrypted_elsewhere_is_refused() {
        let file = br#"{"version":2,"windows":"AQAAANCMnd8BFdERjHoAwE"}"#;
        assert!(matches!(
            decrypt(Zeroizing::new(file.to_vec())),
            Err(DecryptionError::Damaged)
        ));
        let file = br#"{"version":2,"windows":"AQAAANCMnd8BFdERjHoAwE/Cl+s="}"#;
        assert!(matches!(
            decrypt(Zeroizing::new(file.to_vec())),
            Err(DecryptionError::Refused(_))
        ));
    }
}
