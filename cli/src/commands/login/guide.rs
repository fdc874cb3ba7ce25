//! The way to an app registration, on one screen.

/// Microsoft's page of app registrations.
pub const PAGE: &str = "https://go.microsoft.com/fwlink/?linkid=2083908";

/// At most 24 lines of 80 columns.
pub const GUIDE: &str = "\
halo reads Halo's services as you, so Microsoft must sign you in, and it signs
players in only through a registered app. You register one of your own: free,
once, in about five minutes. There is no fair way without one. An ID built into
halo would hang all players on one stranger's account, and programs that borrow
another app's ID pretend to be that app.

 1. Open https://go.microsoft.com/fwlink/?linkid=2083908 (App registrations),
    sign in, and choose \"New registration\". If Microsoft asks for a directory
    first, choose \"sign up for Azure\": it asks for a phone number and a card.
    The registration itself stays free.
 2. Name: any, such as \"halo\".
 3. Supported account types: \"Personal Microsoft accounts only\".
 4. Redirect URI: \"Public client/native (mobile & desktop)\", and beside it
    http://localhost
 5. Register. For `halo login --device` also choose \"Authentication\" and set
    \"Allow public client flows\" to Yes.
 6. Copy the \"Application (client) ID\" of the overview page. It is neither the
    object ID nor the directory ID. You need no secret.

Then:                      halo login --client-id ID
Without any account:       halo --sandbox history
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_fits_one_screen_and_names_the_page() {
        assert!(GUIDE.lines().count() <= 24);
        for line in GUIDE.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        assert!(GUIDE.contains(PAGE));
    }
}
