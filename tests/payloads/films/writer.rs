//! Writes events as the game does, at any bit.

/// A stream of bits, the highest of each byte first.
#[derive(Default)]
pub struct Bits {
    pub bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    pub fn bit(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if bit {
            self.bytes[self.len / 8] |= 0x80 >> (self.len % 8);
        }
        self.len += 1;
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            (0..8).for_each(|index| self.bit(byte & (0x80 >> index) != 0));
        }
    }

    /// Ones, which are no part of any pattern's beginning.
    pub fn ones(&mut self, bits: usize) {
        (0..bits).for_each(|_| self.bit(true));
    }

    pub fn len(&self) -> usize {
        self.len
    }
}

/// An event to be written.
#[derive(Clone)]
pub struct Written {
    pub xuid: u64,
    pub gamertag: String,
    pub hint: u8,
    pub is_medal: u8,
    pub code: u8,
    pub time: u32,
    /// 0x2d or 0x25.
    pub marker: u8,
}

impl Written {
    pub fn new(xuid: u64, gamertag: &str, hint: u8, is_medal: u8, code: u8, time: u32) -> Self {
        Self {
            xuid,
            gamertag: gamertag.into(),
            hint,
            is_medal,
            code,
            time,
            marker: 0x2d,
        }
    }

    pub fn record(&self, version: i64) -> Vec<u8> {
        let mut gamertag: Vec<u8> = self.gamertag.encode_utf16().flat_map(u16::to_le_bytes).collect();
        gamertag.resize(32, 0);
        let mut record = Vec::new();
        if matches!(version, 39 | 40) {
            record.extend([0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
            record.extend(gamertag);
            record.extend([0; 3]);
        } else {
            record.extend(gamertag);
            record.extend([0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
        }
        record.push(self.hint);
        record.extend(self.time.to_be_bytes());
        record.extend([0, 0, 0, self.is_medal, 0, 0, 0, self.code]);
        assert_eq!(record.len(), 60);
        record
    }

    pub fn start(&self, bits: &mut Bits) {
        bits.bytes(&self.xuid.to_le_bytes());
        bits.bytes(&[self.marker, 0xc0]);
    }

    /// Writes the event, with this many bits between its start and its record.
    pub fn write(&self, bits: &mut Bits, version: i64, between: usize) {
        self.start(bits);
        bits.ones(between);
        bits.bytes(&self.record(version));
        bits.bytes(&[0, 0, 0x2e, 0xe0]);
    }
}

/// A packet of a chunk.
pub fn packet(kind: u16, clock_us: u64, payload: &[u8]) -> Vec<u8> {
    let mut packet = Vec::from(kind.to_le_bytes());
    packet.extend([0, 0]);
    packet.extend(u32::try_from(payload.len()).unwrap().to_le_bytes());
    packet.extend(clock_us.to_le_bytes());
    packet.extend(payload);
    packet
}

/// A player, as the chunks before the highlight events have it.
pub fn player(gamertag: &str, xuid: u64) -> Vec<u8> {
    let mut player: Vec<u8> = gamertag.encode_utf16().flat_map(u16::to_le_bytes).collect();
    player.resize(32 + 21, 0);
    player.extend(xuid.to_le_bytes());
    player.extend([0x2d, 0xc0]);
    player
}

/// The components of an archetype, as the header has them.
pub fn archetype(components: &[&str]) -> Vec<u8> {
    let mut archetype = Vec::new();
    for component in components {
        archetype.extend(padded(component, 256));
        archetype.extend([3, 0, 0, 0]);
    }
    archetype.resize(64 * 260, 0);
    archetype
}

/// The three texts of a build.
pub fn build(texts: [&str; 3]) -> Vec<u8> {
    texts.into_iter().flat_map(|text| padded(text, 32)).collect()
}

fn padded(text: &str, length: usize) -> Vec<u8> {
    let mut bytes = Vec::from(text);
    bytes.resize(length, 0);
    bytes
}
