//! Whether a file can be given to the loader: `dlopen` of a truncated library can end the process with SIGBUS.

/// The parts of an ELF header that say how long the file must be.
///
/// # Errors
///
/// Says what is wrong with the file, as one clause.
pub(crate) fn check(bytes: &[u8]) -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return if bytes.is_empty() { Err("it is empty".to_owned()) } else { Ok(()) };
    }
    if !bytes.starts_with(b"\x7fELF") {
        return Err("it does not begin with the mark of an ELF file".to_owned());
    }
    let wanted =
        (if cfg!(target_pointer_width = "64") { 2 } else { 1 }, if cfg!(target_endian = "little") { 1 } else { 2 });
    if (bytes.get(4).copied(), bytes.get(5).copied()) != (Some(wanted.0), Some(wanted.1)) {
        return Err("it was built for another kind of machine".to_owned());
    }
    let elf = Elf { bytes };
    if elf.half(16)? != 3 {
        return Err("it is an ELF file, but not a shared library".to_owned());
    }
    if MACHINE.is_some_and(|machine| elf.half(18) != Ok(machine)) {
        return Err("it was built for another kind of machine".to_owned());
    }
    elf.check_table(&Table::SECTIONS)?;
    elf.check_table(&Table::SEGMENTS)?;
    elf.check_segments()
}

/// The number of this machine in an ELF header, where we know it.
const MACHINE: Option<u64> = if cfg!(target_arch = "x86_64") {
    Some(62)
} else if cfg!(target_arch = "aarch64") {
    Some(183)
} else {
    None
};

/// Where a header keeps the place, the size of an item and the number of items of a table.
struct Table {
    place: usize,
    item: usize,
    count: usize,
}

impl Table {
    const WIDE: bool = cfg!(target_pointer_width = "64");
    const SEGMENTS: Self =
        if Self::WIDE { Self { place: 32, item: 54, count: 56 } } else { Self { place: 28, item: 42, count: 44 } };
    const SECTIONS: Self =
        if Self::WIDE { Self { place: 40, item: 58, count: 60 } } else { Self { place: 32, item: 46, count: 48 } };
}

struct Elf<'a> {
    bytes: &'a [u8],
}

impl Elf<'_> {
    fn check_table(&self, table: &Table) -> Result<(), String> {
        let size = self.half(table.item)? * self.half(table.count)?;
        self.check_end(self.word(table.place)?, size)
    }

    fn check_segments(&self) -> Result<(), String> {
        let table = Table::SEGMENTS;
        let (place, item, count) = (self.word(table.place)?, self.half(table.item)?, self.half(table.count)?);
        let (offset, size) = if Table::WIDE { (8, 32) } else { (4, 16) };
        for index in 0..count {
            let header = (place + index * item) as usize;
            self.check_end(self.word(header + offset)?, self.word(header + size)?)?;
        }
        Ok(())
    }

    fn check_end(&self, place: u64, size: u64) -> Result<(), String> {
        let (end, len) = (place.saturating_add(size), self.bytes.len());
        if end <= len as u64 {
            return Ok(());
        }
        Err(format!("it is truncated: its headers speak of {end} bytes, and it has {len}"))
    }

    fn half(&self, place: usize) -> Result<u64, String> {
        self.number(place, 2)
    }

    fn word(&self, place: usize) -> Result<u64, String> {
        self.number(place, size_of::<usize>())
    }

    fn number(&self, place: usize, size: usize) -> Result<u64, String> {
        let cut = || format!("it is truncated: it ends inside its headers, after {} bytes", self.bytes.len());
        let digits = place.checked_add(size).and_then(|end| self.bytes.get(place..end)).ok_or_else(cut)?;
        let push = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Ok(if cfg!(target_endian = "little") { digits.iter().rev().fold(0, push) } else { digits.iter().fold(0, push) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_wrong() {
        let cases: [(&[u8], &str); 2] = [
            (b"#!/bin/sh\n", "it does not begin with the mark of an ELF file"),
            (b"\x7fELF\x02\x01\x01\0", "it is truncated: it ends inside its headers, after 8 bytes"),
        ];
        for (bytes, reason) in cases {
            assert_eq!(check(bytes), Err(reason.to_owned()));
        }
    }

    #[test]
    fn accepts_no_executable_cut_short() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        for len in [4, 17, 63, 200, own.len() / 2, own.len() - 1] {
            assert!(check(&own[..len]).is_err(), "{len} bytes of {}", own.len());
        }
        assert_eq!(check(&own), Ok(()), "a position-independent executable has the shape of a library");
    }
}
