//! The chunks of theater films.

use jiff::SignedDuration;

use super::asset::join;
use super::schema::{Film, FilmAsset, FilmChunk};
use crate::refdata::{FilmChunkType, FilmStatus};

impl Film {
    /// The chunks of a kind, in the order of the film.
    pub fn chunks(&self, kind: FilmChunkType) -> impl Iterator<Item = &FilmChunk> + '_ {
        let chunks = self.chunks_in_order().into_iter();
        chunks.filter(move |chunk| chunk.chunk_type == kind)
    }

    /// The chunks of all kinds, in the order of the film.
    pub(crate) fn chunks_in_order(&self) -> Vec<&FilmChunk> {
        let mut chunks: Vec<&FilmChunk> = self.custom_data.chunks.iter().collect();
        chunks.sort_by_key(|chunk| chunk.index);
        chunks
    }

    /// The chunk with the header: the game's version and build. It comes first.
    pub fn header(&self) -> Option<&FilmChunk> {
        self.chunks(FilmChunkType::FilmHeader).next()
    }

    /// The chunks with the replication data, which are the match itself: see
    /// [`film::packets`](crate::film::packets()). Each covers about 20 seconds.
    pub fn replication(&self) -> impl Iterator<Item = &FilmChunk> + '_ {
        self.chunks(FilmChunkType::ReplicationData)
    }

    /// The chunk with the highlight events: kills, deaths, medals. `None` if the match is not over yet.
    pub fn highlight_events(&self) -> Option<&FilmChunk> {
        self.chunks(FilmChunkType::HighlightEvents).next()
    }

    /// The address of a chunk. Requests for it need no token. The chunk is compressed with zlib.
    ///
    /// ```
    /// use halo_infinite::models::discovery_ugc::Film;
    ///
    /// let film: Film = serde_json::from_str(r#"{
    ///     "FilmStatusBond": 1, "AssetId": "3a86cc7e-4a15-49a0-b17d-1b1cdf16c49f",
    ///     "BlobStoragePathPrefix": "https://example.com/film/",
    ///     "CustomData": {"FilmLength": 481276, "FilmMajorVersion": 41, "Chunks": [{
    ///         "Index": 26, "ChunkStartTimeOffsetMilliseconds": 481276, "DurationMilliseconds": 0,
    ///         "ChunkSize": 9000, "FileRelativePath": "/filmChunk26", "ChunkType": 3
    ///     }]}
    /// }"#)?;
    /// let url = film.highlight_events().map(|chunk| film.chunk_url(chunk));
    /// assert_eq!(url.as_deref(), Some("https://example.com/film/filmChunk26"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn chunk_url(&self, chunk: &FilmChunk) -> String {
        join(&self.blob_storage_path_prefix, &chunk.file_relative_path)
    }

    /// The length of the film.
    pub fn length(&self) -> SignedDuration {
        SignedDuration::from_millis(self.custom_data.film_length)
    }
}

impl FilmAsset {
    /// The film with the addresses of its chunks, for downloads; `None` if the asset has no recording.
    ///
    /// An asset does not have the state of the recording. The film is complete if the match has ended, and else
    /// ongoing.
    pub fn to_film(&self) -> Option<Film> {
        let custom_data = self.custom_data.clone()?;
        let has_ended = custom_data.has_game_ended == Some(true);
        Some(Film {
            film_status_bond: if has_ended {
                FilmStatus::Complete
            } else {
                FilmStatus::Ongoing
            },
            custom_data,
            blob_storage_path_prefix: self.files.prefix.clone(),
            asset_id: self.asset_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_in_the_order_of_the_film() {
        let chunk = |index: i64, kind: i64| {
            format!(
                r#"{{"Index": {index}, "ChunkStartTimeOffsetMilliseconds": 0, "DurationMilliseconds": 0,
                    "ChunkSize": 1, "FileRelativePath": "filmChunk{index}", "ChunkType": {kind}}}"#
            )
        };
        let chunks = [chunk(3, 3), chunk(2, 2), chunk(0, 1), chunk(1, 2), chunk(4, 77)].join(",");
        let json = format!(
            r#"{{"FilmStatusBond": 9, "AssetId": "3a86cc7e-4a15-49a0-b17d-1b1cdf16c49f",
                "BlobStoragePathPrefix": "https://example.com/film",
                "CustomData": {{"FilmLength": 1500, "FilmMajorVersion": 41, "Chunks": [{chunks}]}}}}"#
        );
        let mut film: Film = serde_json::from_str(&json).unwrap();
        let order: Vec<i64> = film.replication().map(|chunk| chunk.index).collect();
        assert_eq!(order, [1, 2]);
        assert_eq!(film.header().map(|chunk| chunk.index), Some(0));
        let events = film.highlight_events().unwrap();
        assert_eq!(film.chunk_url(events), "https://example.com/film/filmChunk3");
        assert_eq!(film.length().as_secs_f64(), 1.5);

        film.custom_data.chunks.clear();
        assert_eq!(film.highlight_events(), None);
    }
}
