//! The content service of Halo Waypoint: articles, their categories, and service awards.

generated!("wpcontent");

impl Article {
    /// The address of the article on Halo Waypoint.
    pub fn url(&self) -> String {
        format!("https://www.halowaypoint.com/news/{}", self.slug)
    }
}
