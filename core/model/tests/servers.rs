//! The endpoints that ask servers, against servers on this machine that misbehave; and the canned one.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs;
use std::time::Duration;

use common::{coach, user};
use serde_json::{Value, json};
use spotter_model::{Answer, CannedSpec, EndpointSpec, Error, Finish, OllamaSpec, OpenaiSpec, Request, Sampling, open};
use tempfile::tempdir;
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn openai(server: &MockServer) -> EndpointSpec {
    EndpointSpec::Openai(OpenaiSpec {
        base_url: format!("{}/v1/", server.uri()),
        model: "m".into(),
        api_key_env: None,
        concurrency: 2,
        timeout_s: 60,
        retries: 2,
        backoff_ms: 5,
    })
}

fn ollama(server: &MockServer) -> EndpointSpec {
    EndpointSpec::Ollama(OllamaSpec {
        url: server.uri(),
        model: "m".into(),
        num_ctx: Some(4096),
        concurrency: 2,
        timeout_s: 60,
        retries: 2,
        backoff_ms: 5,
    })
}

fn request(text: &str) -> Request {
    let sampling = Sampling { max_tokens: 9, temperature: 0.5, top_p: Some(0.9), seed: 4, ..Sampling::default() };
    Request { turns: vec![user("önce"), coach("tamam"), user(text)], sampling }
}

fn completion(text: &str) -> Value {
    json!({"id": "1", "object": "chat.completion", "created": 1, "model": "m", "unknown": {"a": 1},
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "length",
            "logprobs": null}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 7, "total_tokens": 10}})
}

fn chat(text: &str) -> Value {
    json!({"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": {"role": "assistant", "content": text},
        "done": true, "done_reason": "stop", "eval_count": 5})
}

fn ask(spec: &EndpointSpec, requests: &[Request]) -> Vec<Result<Answer, Error>> {
    open(spec).unwrap().answer(requests, &|_| ())
}

fn message(answers: Vec<Result<Answer, Error>>) -> String {
    answers.into_iter().next().unwrap().unwrap_err().to_string()
}

async fn serve(server: &MockServer, response: ResponseTemplate, times: u64) {
    Mock::given(method("POST")).respond_with(response).up_to_n_times(times).mount(server).await;
}

/// Both kinds of server with a fitting good response.
async fn both() -> Vec<(MockServer, fn(&MockServer) -> EndpointSpec, Value)> {
    vec![
        (MockServer::start().await, openai as fn(&MockServer) -> EndpointSpec, completion("Merhaba")),
        (MockServer::start().await, ollama, chat("Merhaba")),
    ]
}

#[tokio::test]
async fn openai_is_asked_in_its_own_words() {
    let server = MockServer::start().await;
    let asked = json!({"model": "m", "max_tokens": 9, "seed": 4, "messages": [
        {"role": "user", "content": "önce"}, {"role": "assistant", "content": "tamam"},
        {"role": "user", "content": "كم؟"}]});
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .and(header("authorization", "Bearer none"))
        .and(body_partial_json(asked))
        .respond_with(ResponseTemplate::new(200).set_body_json(completion("Merhaba")))
        .mount(&server)
        .await;
    let answer = ask(&openai(&server), &[request("كم؟")]).remove(0).unwrap();
    assert_eq!(answer, Answer { text: "Merhaba".into(), finish: Finish::Length, tokens: 7 });
}

#[tokio::test]
async fn ollama_is_asked_in_its_own_words() {
    let server = MockServer::start().await;
    let asked = json!({"model": "m", "stream": false, "options": {"num_predict": 9, "temperature": 0.5, "top_p": 0.9,
        "seed": 4, "num_ctx": 4096}, "messages": [{"role": "user", "content": "önce"},
        {"role": "assistant", "content": "tamam"}, {"role": "user", "content": "kaç"}]});
    Mock::given(method("POST"))
        .and(path("/api/chat"))
        .and(body_partial_json(asked))
        .respond_with(ResponseTemplate::new(200).set_body_json(chat("Merhaba")))
        .mount(&server)
        .await;
    let answer = ask(&ollama(&server), &[request("kaç")]).remove(0).unwrap();
    assert_eq!(answer, Answer { text: "Merhaba".into(), finish: Finish::Stop, tokens: 5 });
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    for (server, spec, good) in both().await {
        serve(&server, ResponseTemplate::new(429).set_body_json(json!({"error": {"message": "slow down"}})), 1).await;
        serve(&server, ResponseTemplate::new(503).set_body_string("starting"), 1).await;
        serve(&server, ResponseTemplate::new(200).set_body_json(good), 1).await;
        let answer = ask(&spec(&server), &[request("a")]).remove(0).unwrap();
        assert_eq!(answer.text, "Merhaba");
        assert_eq!(server.received_requests().await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn patience_with_a_broken_server_ends() {
    for (server, spec, _) in both().await {
        serve(&server, ResponseTemplate::new(500).set_body_string("out of memory"), 99).await;
        let message = message(ask(&spec(&server), &[request("a")]));
        assert!(message.contains("out of memory") && message.contains("after 3 attempts"), "{message}");
        assert!(message.contains(&server.uri()), "{message}");
        assert_eq!(server.received_requests().await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn a_wrong_request_is_never_repeated() {
    for (server, spec, _) in both().await {
        serve(&server, ResponseTemplate::new(400).set_body_json(json!({"error": {"message": "bad seed"}})), 99).await;
        let message = message(ask(&spec(&server), &[request("a")]));
        assert!(message.contains("400"), "{message}");
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_slow_server_is_left_and_asked_again() {
    for (server, spec, good) in both().await {
        let mut hasty = spec(&server);
        match &mut hasty {
            EndpointSpec::Openai(spec) => spec.timeout_s = 2,
            EndpointSpec::Ollama(spec) => spec.timeout_s = 2,
            other => panic!("{other:?} asks no server"),
        }
        let slow = ResponseTemplate::new(200).set_body_json(good.clone()).set_delay(Duration::from_mins(10));
        serve(&server, slow, 1).await;
        serve(&server, ResponseTemplate::new(200).set_body_json(good), 1).await;
        assert_eq!(ask(&hasty, &[request("a")]).remove(0).unwrap().text, "Merhaba");
    }
}

#[tokio::test]
async fn garbage_is_shown_and_not_asked_for_again() {
    for (server, spec, _) in both().await {
        serve(&server, ResponseTemplate::new(200).set_body_string("<html>Welcome</html>"), 99).await;
        let message = message(ask(&spec(&server), &[request("a")]));
        assert!(message.contains("<html>Welcome"), "{message}");
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn many_answers_come_back_in_order() {
    for (server, spec, _) in both().await {
        let is_openai = matches!(spec(&server), EndpointSpec::Openai(_));
        Mock::given(method("POST"))
            .respond_with(move |asked: &wiremock::Request| {
                let body: Value = serde_json::from_slice(&asked.body).unwrap();
                let text = body["messages"][2]["content"].as_str().unwrap();
                // Later requests are answered sooner.
                let delay = Duration::from_millis(if text == "0" { 80 } else { 5 });
                let json = if is_openai { completion(text) } else { chat(text) };
                ResponseTemplate::new(200).set_body_json(json).set_delay(delay)
            })
            .mount(&server)
            .await;
        let requests: Vec<Request> = (0..9).map(|index| request(&index.to_string())).collect();
        let texts: Vec<String> =
            ask(&spec(&server), &requests).into_iter().map(|answer| answer.unwrap().text).collect();
        assert_eq!(texts, (0..9).map(|index| index.to_string()).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn each_endpoint_names_its_remedy() {
    let server = MockServer::start().await;
    serve(&server, ResponseTemplate::new(404).set_body_json(json!({"error": "model 'm' not found"})), 99).await;
    let missing = message(ask(&ollama(&server), &[request("a")]));
    assert!(missing.contains("ollama pull m"), "{missing}");
    let mut keyless = openai(&server);
    if let EndpointSpec::Openai(spec) = &mut keyless {
        spec.api_key_env = Some("SPOTTER_TEST_NO_SUCH_KEY".into());
    }
    let error = open(&keyless).err().unwrap().to_string();
    assert!(error.contains("SPOTTER_TEST_NO_SUCH_KEY") && error.contains(".env"), "{error}");
    let mut gone = ollama(&server);
    if let EndpointSpec::Ollama(spec) = &mut gone {
        spec.url = "http://127.0.0.1:9".into();
    }
    let error = message(ask(&gone, &[request("a")]));
    assert!(error.contains("is the server running?"), "{error}");
    let mut many = request("a");
    many.sampling.top_k = Some(5);
    let error = message(ask(&openai(&server), &[many]));
    assert!(error.contains("top_k"), "{error}");
}

#[test]
fn canned_answers_come_by_prompt_or_by_request() {
    let dir = tempdir().unwrap();
    let file = dir.path().join("answers.jsonl");
    let spec = EndpointSpec::Canned(CannedSpec { file: file.clone() });
    let hash = request("özel").hash();
    let lines = format!(
        "{}\n\n{}\n{}\n",
        json!({"prompt": "kaç?", "answer": "150 g yeter."}),
        json!({"prompt": "özel", "answer": "genel"}),
        json!({"request": hash, "answer": "tam bu"}),
    );
    fs::write(&file, lines).unwrap();
    let answers = ask(&spec, &[request("kaç?"), request("özel"), request("yok")]);
    assert_eq!(answers[0].as_ref().unwrap(), &Answer { text: "150 g yeter.".into(), finish: Finish::Stop, tokens: 3 });
    assert_eq!(answers[1].as_ref().unwrap().text, "tam bu");
    let error = answers[2].as_ref().unwrap_err().to_string();
    assert!(error.contains("`yok`") && error.contains(&request("yok").hash()), "{error}");
    for (bad, word) in [("{\"prompt\": \"a\"}", "line 1"), ("{\"answer\": \"a\"}", "either"), ("x", "line 1")] {
        fs::write(&file, bad).unwrap();
        let error = open(&spec).err().unwrap().to_string();
        assert!(error.contains(word), "{bad}: {error}");
    }
}

#[test]
fn a_request_is_named_by_all_of_it() {
    let (mut first, second) = (request("a"), request("a"));
    assert_eq!(first.hash(), second.hash());
    first.sampling.seed += 1;
    assert_ne!(first.hash(), second.hash());
    assert_ne!(request("b").hash(), second.hash());
    assert_eq!(request("b").prompt(), "b");
}
