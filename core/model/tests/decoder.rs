//! The decoder against candle's own, against itself without a cache, and in company.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::qwen2;
use common::{Numbers, Tensors, adapter, folder, small, user};
use serde_json::{Value, json};
use spotter_model::{Answer, CandleSpec, Decoder, EndpointSpec, Error, Finish, Folder, Request, Sampling, open};
use tempfile::tempdir;

fn decoder(path: &Path) -> Decoder {
    Decoder::open(&Folder::open(path).unwrap(), None).unwrap()
}

fn referee(config: &Value, tensors: &Tensors, tokens: &[u32]) -> Vec<f32> {
    let config: qwen2::Config = serde_json::from_value(config.clone()).unwrap();
    let device = Device::Cpu;
    let tensors = tensors
        .iter()
        .map(|(name, (shape, values))| (name.clone(), Tensor::from_slice(values, shape.as_slice(), &device).unwrap()));
    let builder = VarBuilder::from_tensors(tensors.collect(), DType::F32, &device);
    let mut model = qwen2::ModelForCausalLM::new(&config, builder).unwrap();
    // The referee gives the last token's logits only.
    let row = |position: usize, token: &u32| {
        let input = Tensor::new(&[[*token]], &device).unwrap();
        model.forward(&input, position).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap()
    };
    let mut row = row;
    tokens.iter().enumerate().flat_map(|(position, token)| row(position, token)).collect()
}

fn worst(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn request(text: &str, sampling: Sampling) -> Request {
    Request { turns: vec![user(text)], sampling }
}

fn answered(path: &Path, batch: usize, requests: &[Request]) -> Vec<Answer> {
    let spec = EndpointSpec::Candle(CandleSpec { base: path.into(), adapter: None, batch });
    open(&spec).unwrap().answer(requests, &|_| ()).into_iter().map(Result::unwrap).collect()
}

#[test]
fn logits_are_those_of_candles_qwen2() {
    for tied in [true, false] {
        let dir = tempdir().unwrap();
        let mut config = small();
        config["tie_word_embeddings"] = json!(tied);
        let tensors = folder(dir.path(), &config);
        let tokens: Vec<u32> = (0..70).map(|n| n * 37 % 264).collect();
        let ours = decoder(dir.path()).logits(&tokens);
        let theirs = referee(&config, &tensors, &tokens);
        let spread = theirs.iter().fold(0.0_f32, |max, logit| max.max(logit.abs()));
        assert!(spread > 1.0, "the logits say nothing: at most {spread}");
        assert!(worst(&ours, &theirs) < 1e-4, "off by {} (tied: {tied})", worst(&ours, &theirs));
    }
}

#[test]
fn answers_with_a_cache_are_those_without() {
    let dir = tempdir().unwrap();
    folder(dir.path(), &small());
    let (folder, decoder) = (Folder::open(dir.path()).unwrap(), decoder(dir.path()));
    let sampling = Sampling { max_tokens: 40, ..Sampling::default() };
    let request = request("Proteini nasıl artırırım?", sampling);
    let answer = answered(dir.path(), 1, std::slice::from_ref(&request)).remove(0);
    let mut ids = folder.prompt(&request.turns).unwrap();
    let prompt = ids.len();
    let stops = folder.stop_tokens();
    while ids.len() - prompt < 40 {
        let logits = decoder.logits(&ids);
        let last = &logits[logits.len() - 300..];
        let best = (0..300).reduce(|best, id| if last[id] > last[best] { id } else { best }).unwrap() as u32;
        if stops.contains(&best) {
            break;
        }
        ids.push(best);
    }
    let bytes: Vec<u32> = ids[prompt..].iter().copied().filter(|id| !folder.tokenizer.is_special(*id)).collect();
    assert_eq!(answer.text, folder.tokenizer.decode(&bytes));
    assert_eq!(answer.tokens, ids.len() - prompt);
}

#[test]
fn an_answer_does_not_depend_on_its_company() {
    let dir = tempdir().unwrap();
    folder(dir.path(), &small());
    let texts = [
        "a",
        "Kaç gram protein yemeliyim? 70 kiloyum.",
        "كم سعرة في التفاحة؟",
        "the per the per",
        "x y",
        "",
        "uzun bir soru uzun bir soru uzun bir soru uzun bir soru",
        "son",
        "9 8 7",
    ];
    for temperature in [0.0, 1.3] {
        let requests: Vec<Request> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let (top_k, top_p) =
                    [(None, None), (Some(40), None), (None, Some(0.9)), (Some(50), Some(0.95))][index % 4];
                let max_tokens = 10 + 7 * index;
                request(text, Sampling { max_tokens, temperature, top_k, top_p, seed: index as u64, stop: Vec::new() })
            })
            .collect();
        let together = answered(dir.path(), 8, &requests);
        let alone: Vec<Answer> =
            requests.iter().flat_map(|request| answered(dir.path(), 1, std::slice::from_ref(request))).collect();
        assert_eq!(together, alone, "at temperature {temperature}");
        assert!(together.iter().any(|answer| answer.tokens > 20), "the answers are long enough to differ");
        assert_eq!(answered(dir.path(), 3, &requests), together);
    }
}

#[test]
fn a_seed_draws_the_same_answer_again_and_another_seed_another() {
    let dir = tempdir().unwrap();
    folder(dir.path(), &small());
    let drawn = |seed| {
        let sampling = Sampling { max_tokens: 30, temperature: 1.0, seed, ..Sampling::default() };
        answered(dir.path(), 4, &[request("a", sampling)]).remove(0)
    };
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
}

#[test]
fn an_answer_ends_before_its_stop_text() {
    let dir = tempdir().unwrap();
    folder(dir.path(), &small());
    let sampling = Sampling { max_tokens: 30, temperature: 1.0, seed: 3, ..Sampling::default() };
    let whole = answered(dir.path(), 1, &[request("a", sampling.clone())]).remove(0);
    assert!(whole.text.chars().count() > 8, "{whole:?}");
    let stop: String = whole.text.chars().filter(|letter| *letter != '\u{fffd}').skip(4).take(1).collect();
    let cut =
        answered(dir.path(), 1, &[request("a", Sampling { stop: vec![String::new(), stop.clone()], ..sampling })])
            .remove(0);
    assert_eq!((cut.text.as_str(), cut.finish), (whole.text.split(&stop).next().unwrap(), Finish::Stop));
    let none = Sampling { max_tokens: 0, ..Sampling::default() };
    let none = answered(dir.path(), 1, &[request("a", none)]).remove(0);
    assert_eq!(none, Answer { text: String::new(), finish: Finish::Length, tokens: 0 });
}

#[test]
fn a_prompt_without_room_for_an_answer_fails_alone() {
    let dir = tempdir().unwrap();
    folder(dir.path(), &small());
    let spec = EndpointSpec::Candle(CandleSpec { base: dir.path().into(), adapter: None, batch: 8 });
    let sampling = Sampling { max_tokens: 500, temperature: 1.0, ..Sampling::default() };
    let requests =
        [request("a", sampling.clone()), request(&"uzun ".repeat(80), sampling.clone()), request("b", sampling)];
    let heard = AtomicUsize::new(0);
    let answers = open(&spec).unwrap().answer(&requests, &|count| heard.store(count, Ordering::Relaxed));
    assert!(answers[0].is_ok() && answers[2].is_ok());
    let error = answers[1].as_ref().unwrap_err();
    assert!(matches!(error, Error::TooLong { limit: 256, .. }), "{error}");
    assert_eq!(heard.into_inner(), 3);
}

#[test]
fn an_adapter_adds_its_scaled_product() {
    let dir = tempdir().unwrap();
    let mut tensors = folder(dir.path(), &small());
    let mut numbers = Numbers(11);
    let mut low_rank = Tensors::new();
    for (module, outputs, inputs) in [("layers.1.self_attn.k_proj", 16, 32), ("layers.2.mlp.down_proj", 32, 72)] {
        let (down, up) = (numbers.take(4 * inputs, 0.3), numbers.take(outputs * 4, 0.3));
        let weight = &mut tensors.get_mut(&format!("model.{module}.weight")).unwrap().1;
        for (index, value) in weight.iter_mut().enumerate() {
            let (row, column) = (index / inputs, index % inputs);
            let product: f32 = (0..4).map(|rank| up[row * 4 + rank] * down[rank * inputs + column]).sum();
            // alpha 8 over the root of rank 4.
            *value += 4.0 * product;
        }
        low_rank.insert(format!("base_model.model.model.{module}.lora_A.weight"), (vec![4, inputs], down));
        low_rank.insert(format!("base_model.model.model.{module}.lora_B.weight"), (vec![outputs, 4], up));
    }
    let path = adapter(&dir.path().join("adapter"), &json!({"use_rslora": true}), &low_rank);
    let base = Folder::open(dir.path()).unwrap();
    let tokens: Vec<u32> = (0..20).collect();
    let adapted = Decoder::open(&base, Some(&path)).unwrap().logits(&tokens);
    let theirs = referee(&small(), &tensors, &tokens);
    assert!(worst(&adapted, &theirs) < 1e-4, "off by {}", worst(&adapted, &theirs));
    assert!(worst(&adapted, &decoder(dir.path()).logits(&tokens)) > 0.1, "the adapter changes something");
    let with = |adapter: Option<&Path>| {
        let spec = CandleSpec { base: dir.path().into(), adapter: adapter.map(Path::to_path_buf), batch: 1 };
        open(&EndpointSpec::Candle(spec)).unwrap().identity()
    };
    assert_eq!(with(Some(&path)).adapter.as_deref(), Some("adapter"));
    assert_ne!(with(Some(&path)).hash, with(None).hash);
    assert_eq!(with(None), with(None));
}

#[test]
fn an_adapter_that_does_not_fit_says_why() {
    let dir = tempdir().unwrap();
    folder(dir.path(), &small());
    let base = Folder::open(dir.path()).unwrap();
    let name = |part: &str| format!("base_model.model.model.layers.0.self_attn.{part}.weight");
    let fitting: Tensors = [
        (name("q_proj.lora_A"), (vec![4, 32], vec![0.0; 128])),
        (name("q_proj.lora_B"), (vec![32, 4], vec![0.0; 128])),
    ]
    .into();
    let refused = |settings: Value, tensors: &Tensors| {
        let path = adapter(&dir.path().join("adapter"), &settings, tensors);
        Decoder::open(&base, Some(&path)).err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert_eq!(refused(json!({}), &fitting), "");
    for (settings, word) in [
        (json!({"use_dora": true}), "DoRA"),
        (json!({"modules_to_save": ["lm_head"]}), "lm_head"),
        (json!({"peft_type": "IA3"}), "IA3"),
        (json!({"bias": "all"}), "`bias` is `all`"),
        (json!({"rank_pattern": {"q_proj": 8}}), "rank_pattern"),
        (json!({"r": 8}), "[4, 32], expected [8, 32]"),
    ] {
        let message = refused(settings, &fitting);
        assert!(message.contains(word), "{word}: {message}");
    }
    let mut wrong = fitting.clone();
    wrong.insert(name("x_proj.lora_A"), (vec![4, 32], vec![0.0; 128]));
    wrong.insert(name("k_proj.lora_A"), (vec![4, 16], vec![0.0; 64]));
    wrong.insert(name("q_proj.lora_magnitude"), (vec![32], vec![0.0; 32]));
    let message = refused(json!({}), &wrong);
    for part in ["x_proj", "[4, 16], expected [4, 32]", "lacks its twin", "lora_magnitude"] {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn every_tensor_that_does_not_fit_is_named() {
    let dir = tempdir().unwrap();
    let mut tensors = folder(dir.path(), &small());
    tensors.remove("model.layers.1.self_attn.q_proj.bias");
    tensors.insert("model.norm.weight".into(), (vec![31], vec![1.0; 31]));
    tensors.insert("model.layers.0.self_attn.q_norm.weight".into(), (vec![8], vec![1.0; 8]));
    tensors.insert("model.layers.0.self_attn.rotary_emb.inv_freq".into(), (vec![4], vec![1.0; 4]));
    common::save(&dir.path().join("model.safetensors"), &tensors);
    let error = Decoder::open(&Folder::open(dir.path()).unwrap(), None).err().unwrap().to_string();
    for part in [
        "`model.layers.1.self_attn.q_proj.bias` is missing, expected [32]",
        "`model.norm.weight` is [31], expected [32]",
        "`model.layers.0.self_attn.q_norm.weight` is unknown",
    ] {
        assert!(error.contains(part), "{error}");
    }
    assert!(!error.contains("inv_freq"), "{error}");
}
