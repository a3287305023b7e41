//! The embedded endpoint: a folder's model in this process.

use std::path::Path;

use crate::endpoint::{CandleSpec, Endpoint, Identity};
use crate::generate::generate;
use crate::{Answer, Decoder, Error, Folder, Request, weights};

/// A loaded model.
pub(crate) struct Candle {
    folder: Folder,
    decoder: Decoder,
    batch: usize,
    identity: Identity,
}

impl Candle {
    pub(crate) fn open(spec: &CandleSpec) -> Result<Self, Error> {
        let folder = Folder::open(&spec.base)?;
        let decoder = Decoder::open(&folder, spec.adapter.as_deref())?;
        let identity = Identity {
            kind: "candle".into(),
            model: name(&spec.base),
            adapter: spec.adapter.as_deref().map(name),
            hash: weights::hash(&spec.base, spec.adapter.as_deref())?,
        };
        Ok(Self { folder, decoder, batch: spec.batch, identity })
    }
}

impl Endpoint for Candle {
    fn identity(&self) -> Identity {
        self.identity.clone()
    }

    fn answer(&self, requests: &[Request], done: &(dyn Fn(usize) + Sync)) -> Vec<Result<Answer, Error>> {
        // Inside rayon's pool, so that the many small parallel steps need no hand-over from this thread.
        rayon::scope(|_| generate((&self.folder, &self.decoder), requests, self.batch, done))
    }
}

/// A folder's own name, without the machine's path to it.
fn name(folder: &Path) -> String {
    let named = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    named.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
