//! Random numbers by counter: each is a function of a seed, a stream and an index, so that none depends on what was
//! drawn before, on threads or on an interruption.

/// What a stream of numbers is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Weights = 1,
    Shuffle = 2,
    Dropout = 3,
}

/// A stream of numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stream(u64);

impl Stream {
    /// The stream of a seed for a purpose, told apart by further keys.
    pub(crate) fn new(seed: u64, purpose: Purpose, keys: &[u64]) -> Self {
        let start = mix(seed ^ mix(purpose as u64));
        Self(keys.iter().fold(start, |state, key| mix(state ^ mix(key.wrapping_add(GOLDEN)))))
    }

    /// The number at an index.
    pub(crate) fn bits(self, index: u64) -> u64 {
        mix(self.0 ^ mix(index.wrapping_mul(GOLDEN)))
    }

    /// A number in [0, 1) at an index.
    pub(crate) fn uniform(self, index: u64) -> f32 {
        (self.bits(index) >> 40) as f32 / (1 << 24) as f32
    }

    /// A number of the standard normal distribution at an index (Box and Muller, 1958).
    pub(crate) fn normal(self, index: u64) -> f32 {
        let bits = self.bits(index);
        let radius = (-2.0 * (((bits >> 32) as f64 + 0.5) / 4_294_967_296.0).ln()).sqrt();
        let angle = std::f64::consts::TAU * ((bits & 0xffff_ffff) as f64 / 4_294_967_296.0);
        (radius * angle.cos()) as f32
    }

    /// The numbers below `len` in a random order (Fisher and Yates).
    pub(crate) fn order(self, len: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..len).collect();
        for last in (1..len).rev() {
            let pick = (u128::from(self.bits(last as u64)) * (last as u128 + 1)) >> 64;
            order.swap(last, pick as usize);
        }
        order
    }
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(GOLDEN);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_holds_each_number_once() {
        let mut order = Stream::new(7, Purpose::Shuffle, &[0]).order(1000);
        assert_ne!(order, (0..1000).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let stream = Stream::new(7, Purpose::Weights, &[3]);
        let numbers: Vec<f64> = (0..20_000).map(|index| f64::from(stream.normal(index))).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        let variance = numbers.iter().map(|number| number * number).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }

    #[test]
    fn streams_differ_by_every_key() {
        let first = |keys: &[u64]| Stream::new(7, Purpose::Dropout, keys).bits(0);
        assert_ne!(first(&[0, 1]), first(&[1, 0]));
        assert_ne!(first(&[0]), first(&[0, 0]));
        assert_ne!(first(&[]), Stream::new(8, Purpose::Dropout, &[]).bits(0));
    }
}
