//! Tables of short strings, with a hash that is quick for them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Values by a short string. The strings are our own, so that nobody can choose them to collide.
pub(crate) type Table<V> = HashMap<String, V, BuildHasherDefault<Quick>>;

/// A multiplication and a rotation for each eight bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quick(u64);

impl Quick {
    /// The golden ratio in 64 bits: consecutive numbers land far apart.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(Self::FACTOR);
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            self.add(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }
}
