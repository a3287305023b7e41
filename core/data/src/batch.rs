//! Working on many records at once while their order stays.

use rayon::prelude::*;

use crate::{Error, Raw};

const RECORDS: usize = 2_048;
const BYTES: usize = 8 << 20;

/// Applies `work` to every record on all cores and hands the results to `sink` in the order of the records.
///
/// The next batch is read while the last one is worked on; at most two batches are in memory.
pub(crate) fn in_order<T: Send>(
    mut raws: impl Iterator<Item = Result<Raw, Error>> + Send,
    work: impl Fn(Raw) -> T + Sync,
    mut sink: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut batch = fill(&mut raws)?;
    while !batch.is_empty() {
        let run = || batch.into_par_iter().map(&work).collect::<Vec<T>>();
        let (results, next) = rayon::join(run, || fill(&mut raws));
        results.into_iter().try_for_each(&mut sink)?;
        batch = next?;
    }
    Ok(())
}

fn fill(raws: &mut impl Iterator<Item = Result<Raw, Error>>) -> Result<Vec<Raw>, Error> {
    let mut batch = Vec::with_capacity(RECORDS);
    let mut bytes = 0;
    while batch.len() < RECORDS && bytes < BYTES {
        let Some(raw) = raws.next().transpose()? else {
            break;
        };
        bytes += raw.bytes.len();
        batch.push(raw);
    }
    Ok(batch)
}
