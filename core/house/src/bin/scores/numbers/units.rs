//! The units of the sets and ours, by what they measure.

/// What a unit measures and how large it is, beside every name of it in the sets or in the reading.
const UNITS: [(&str, f64, &[&str]); 96] = [
    ("length", 1e-18, &["am", "attometre"]),
    ("length", 1e-12, &["pm", "picometre"]),
    ("length", 1e-9, &["nm", "nanometre"]),
    ("length", 1e-6, &["µm", "micrometre"]),
    ("length", 1e-3, &["mm", "millimetre"]),
    ("length", 1e-2, &["cm", "centimetre"]),
    ("length", 0.1, &["dm", "decimetre"]),
    ("length", 1.0, &["m", "metre"]),
    ("length", 1e3, &["km", "kilometre"]),
    ("length", 1609.344, &["mi", "mile"]),
    ("length", 0.3048, &["ft", "foot"]),
    ("length", 0.0254, &["in", "inch"]),
    ("length", 0.9144, &["yd", "yard"]),
    ("mass", 1e-9, &["mcg", "microgram"]),
    ("mass", 1e-6, &["mg", "milligram"]),
    ("mass", 1e-3, &["g", "gram"]),
    ("mass", 1.0, &["kg", "kilogram"]),
    ("mass", 1e3, &["t", "ton", "tonne", "metric ton"]),
    ("mass", 0.453_592_37, &["lb", "pound", "pound-mass"]),
    ("mass", 0.028_349_523_125, &["oz", "ounce"]),
    ("mass", 0.0, &["IU", "international unit"]),
    ("volume", 1e-3, &["ml", "millilitre", "cubic centimetre", "cm³", "cc"]),
    ("volume", 1e-2, &["cl", "centilitre"]),
    ("volume", 0.1, &["dl", "decilitre"]),
    ("volume", 1.0, &["l", "litre"]),
    ("volume", 100.0, &["hl", "hectolitre"]),
    ("volume", 1e3, &["m³", "cubic metre"]),
    ("volume", 1e12, &["km³", "cubic kilometre"]),
    ("volume", 158.987_294_928, &["bbl", "barrel"]),
    ("volume", 3.785_411_784, &["gal", "gallon"]),
    ("volume", 0.946_352_946, &["qt", "quart"]),
    ("volume", 0.473_176_473, &["pint"]),
    ("volume", 0.236_588_236_5, &["cup"]),
    ("volume", 0.014_786_764_781_25, &["tbsp", "tablespoon"]),
    ("volume", 0.004_928_921_593_75, &["tsp", "teaspoon"]),
    ("volume", 0.029_573_529_562_5, &["fl oz", "fluid ounce"]),
    ("area", 1e-6, &["mm²", "square millimetre"]),
    ("area", 1e-4, &["cm²", "square centimetre"]),
    ("area", 1.0, &["m²", "square metre"]),
    ("area", 1e6, &["km²", "square kilometre"]),
    ("area", 2_589_988.110_336, &["mi²", "square mile"]),
    ("area", 0.092_903_04, &["ft²", "square foot"]),
    ("area", 4046.856, &["acre"]),
    ("area", 1e4, &["ha", "hectare"]),
    ("time", 1e-3, &["ms", "millisecond"]),
    ("time", 1.0, &["s", "second"]),
    ("time", 60.0, &["min", "minute"]),
    ("time", 3600.0, &["h", "hour"]),
    ("time", 86_400.0, &["day"]),
    ("time", 604_800.0, &["week"]),
    ("time", 1_209_600.0, &["fortnight"]),
    ("time", 2_592_000.0, &["month"]),
    ("time", 31_536_000.0, &["year"]),
    ("time", 315_360_000.0, &["decade"]),
    ("time", 3_153_600_000.0, &["century"]),
    ("time", 3.1536e13, &["megayear", "Ma"]),
    ("age", 1.0, &["years old"]),
    ("energy", 1.0, &["J", "joule"]),
    ("energy", 1e3, &["kJ", "kilojoule"]),
    ("energy", 4184.0, &["kcal", "kilocalorie", "calorie"]),
    ("power", 1.0, &["W", "watt"]),
    ("power", 1e3, &["kW", "kilowatt"]),
    ("frequency", 1.0, &["Hz", "hertz"]),
    ("frequency", 1e3, &["kHz", "kilohertz"]),
    ("frequency", 1e6, &["MHz", "megahertz"]),
    ("frequency", 1e9, &["GHz", "gigahertz"]),
    ("dose", 1e-3, &["mGy", "milligray"]),
    ("information", 1.0, &["bit"]),
    ("information", 1e3, &["kbit", "kilobit"]),
    ("information", 1e6, &["Mbit", "megabit"]),
    ("information", 8.0, &["B", "byte"]),
    ("information", 8e3, &["kB", "kilobyte"]),
    ("information", 8192.0, &["kibibyte"]),
    ("information", 8e6, &["MB", "megabyte"]),
    ("information", 8e9, &["GB", "gigabyte"]),
    ("information", 8e12, &["TB", "terabyte"]),
    ("information", 8e18, &["EB", "exabyte"]),
    ("celsius", 1.0, &["°C", "degree celsius", "celsius", "degree"]),
    ("fahrenheit", 1.0, &["°F", "degree fahrenheit", "fahrenheit"]),
    ("kelvin", 1.0, &["K", "kelvin"]),
    ("percent", 1.0, &["%", "percent", "percentage"]),
    ("money-usd", 1.0, &["USD", "dollar"]),
    ("money-usd", 0.01, &["US cent", "cent"]),
    ("money-usd", 0.1, &["dime"]),
    ("money-eur", 1.0, &["EUR", "euro"]),
    ("money-gbp", 1.0, &["GBP", "pound sterling"]),
    ("money-try", 1.0, &["TL", "turkish lira"]),
    ("count", 1.0, &["time", "count"]),
    ("clove", 1.0, &["clove"]),
    ("stick", 1.0, &["stick"]),
    ("slice", 1.0, &["slice"]),
    ("piece", 1.0, &["piece"]),
    ("arc", 1.0, &["second of arc"]),
    ("arc", 60.0, &["minute of arc"]),
    ("angle", 1.0, &["rad", "radian"]),
    ("pressure", 133.322, &["mmHg"]),
];

/// What a unit measures, and its size; none for a bare number and for a unit that no set of measures has.
pub(super) fn base(name: Option<&str>) -> Option<(String, f64)> {
    let name = name.filter(|name| *name != "dimensionless")?;
    if let Some((top, bottom)) = name.split_once(" per ").or_else(|| name.split_once('/')) {
        let ((top, size), (bottom, share)) = (base(Some(top))?, base(Some(bottom))?);
        return Some((format!("{top}/{bottom}"), size / share));
    }
    let is = |own: &str| own == name || (name.len() > 2 && own.eq_ignore_ascii_case(name));
    let squared = name.strip_prefix("square ").or_else(|| name.strip_suffix('²'));
    let known = UNITS.iter().find(|(_, _, names)| names.iter().any(|own| is(own)));
    if let Some((what, size, _)) = known {
        return Some(((*what).to_owned(), *size));
    }
    let name = if name == "M" { "m" } else { squared? };
    let (what, size) = base(Some(name))?;
    Some(if squared.is_some() { (format!("{what}²"), size * size) } else { (what, size) })
}

/// Whether a label and a reading name the same unit.
pub(super) fn same(gold: &str, found: Option<&str>) -> bool {
    match (base(Some(gold)), base(found)) {
        (Some((gold, size)), Some((found, own))) => gold == found && super::near(size, own),
        (None, own) => (gold.is_empty() || gold == "dimensionless") && own.is_none() && found.is_none_or(is_counted),
        (Some(_), None) => false,
    }
}

/// Whether a unit of ours only names what is counted: the sets leave it out.
fn is_counted(unit: &str) -> bool {
    matches!(unit, "piece" | "person" | "step" | "set" | "rep" | "meal" | "serving")
}
