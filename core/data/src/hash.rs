//! The hashes behind keys and names: the same on every machine and in every version.

use sha2::{Digest, Sha256};

const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Spreads the bits of a number over all 64 of another.
pub(crate) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// Folds a number into a hash; the order of the numbers counts.
pub(crate) fn fold(hash: u64, number: u64) -> u64 {
    let wide = u128::from(hash ^ SPREAD) * u128::from(number.wrapping_add(SPREAD) | 1);
    mix((wide >> 64) as u64 ^ wide as u64 ^ number)
}

/// The hash of some bytes.
pub(crate) fn of_bytes(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = fold(seed, bytes.len() as u64);
    let words = bytes.chunks_exact(8);
    let mut rest = [0_u8; 8];
    for (slot, byte) in rest.iter_mut().zip(words.remainder()) {
        *slot = *byte;
    }
    for word in words {
        let mut number = [0_u8; 8];
        number.copy_from_slice(word);
        hash = fold(hash, u64::from_le_bytes(number));
    }
    fold(hash, u64::from_le_bytes(rest))
}

/// The SHA-256 of some bytes as hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_order_and_seed_all_count() {
        let texts: [&[u8]; 6] = [b"", b"\0", b"\0\0", b"abcdefgh", b"abcdefgh\0", b"bacdefgh"];
        for (index, text) in texts.iter().enumerate() {
            for other in texts.iter().skip(index + 1) {
                assert_ne!(of_bytes(1, text), of_bytes(1, other));
            }
            assert_ne!(of_bytes(1, text), of_bytes(2, text));
        }
    }

    #[test]
    fn sha256_is_the_standard_one() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
