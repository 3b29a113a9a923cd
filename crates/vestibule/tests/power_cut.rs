//! The plug is pulled: `kill -9` under load leaves a whole database with everything that was
//! answered.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use testkit::Browser;

/// Sign-ins that were answered in this round.
static ANSWERED: AtomicUsize = AtomicUsize::new(0);

struct Demo {
    child: Child,
    hub: String,
}

/// Five free ports side by side, probably: asked of the kernel, which gives each once for a while.
fn free_port() -> u16 {
    for _ in 0..50 {
        let first = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        if first < 65_000
            && (first..first + 5).all(|p| std::net::TcpListener::bind(("127.0.0.1", p)).is_ok())
        {
            return first;
        }
    }
    panic!("no five free ports side by side");
}

fn start(data: &Path, port: u16) -> Demo {
    let access = data.with_extension("json");
    let _ = std::fs::remove_file(&access);
    let child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(["demo", "--data"])
        .arg(data)
        .args(["--port", &port.to_string(), "--access"])
        .arg(&access)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !access.exists() {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "the demo did not come up"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    Demo {
        child,
        hub: format!("http://localhost:{port}"),
    }
}

fn doctor(data: &Path) -> (bool, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(["doctor", "--data"])
        .arg(data)
        .output()
        .unwrap();
    (
        out.status.success(),
        String::from_utf8_lossy(&out.stdout).into_owned(),
    )
}

/// Begins sign-ins until the hub goes away; what was answered, with its cookie.
async fn load(hub: String, worker: usize) -> BTreeMap<String, String> {
    let mut answered = BTreeMap::new();
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    for n in 0_u32.. {
        let name = format!("person{worker}-{n}@example.net");
        let sent = client
            .post(format!("{hub}/sign-in"))
            .form(&[("identifier", name.as_str())])
            .send()
            .await;
        let Ok(response) = sent else { break };
        if response.status().as_u16() != 303 {
            continue;
        }
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let cookie = header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .trim_start_matches("vst_flow=")
            .to_owned();
        answered.insert(header("location"), cookie);
        ANSWERED.fetch_add(1, Ordering::SeqCst);
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn kill_nine_under_load_loses_nothing_that_was_answered() {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("vestibule-power-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let data = folder.join("data");
    let port = free_port();
    for round in 0_u64..3 {
        ANSWERED.store(0, Ordering::SeqCst);
        let mut demo = start(&data, port);
        let workers: Vec<_> = (0..8)
            .map(|w| tokio::spawn(load(demo.hub.clone(), w)))
            .collect();
        // The plug is pulled somewhere in the middle of the work, however fast the machine is.
        let began = Instant::now();
        while ANSWERED.load(Ordering::SeqCst) < 50 && began.elapsed() < Duration::from_secs(30) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(37 * round)).await;
        demo.child.kill().unwrap();
        demo.child.wait().unwrap();
        let mut answered = BTreeMap::new();
        for worker in workers {
            answered.extend(worker.await.unwrap());
        }
        assert!(
            !answered.is_empty(),
            "nothing was answered before the plug was pulled"
        );
        let (whole, text) = doctor(&data);
        assert!(whole, "round {round}: {text}");
        let mut demo = start(&data, port);
        for (path, cookie) in answered.iter().step_by(1 + answered.len() / 200) {
            let browser = Browser::new(&demo.hub);
            browser.plant("vst_flow", path, cookie);
            let page = browser.get(path).await;
            assert_eq!(
                page.heading(),
                "Enter your password",
                "round {round}: an answered sign-in is gone: {}",
                page.status
            );
        }
        demo.child.kill().unwrap();
        demo.child.wait().unwrap();
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_requests_end_and_exits_cleanly() {
    let folder = std::env::temp_dir().join(format!("vestibule-stop-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut demo = start(&folder.join("data"), free_port());
    let browser = Browser::new(&demo.hub);
    assert_eq!(browser.get("/health/ready").await.status, 200);
    let stopped = Command::new("kill")
        .args(["-TERM", &demo.child.id().to_string()])
        .status()
        .unwrap();
    assert!(stopped.success());
    let began = Instant::now();
    let status = loop {
        match demo.child.try_wait().unwrap() {
            Some(status) => break status,
            None if began.elapsed() > Duration::from_secs(20) => panic!("it does not stop"),
            None => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    assert!(status.success(), "{status}");
    // The one file holds everything: whoever copies it alone has a whole backup.
    let data = folder.join("data");
    let wal = std::fs::metadata(data.join("vestibule.db-wal")).map_or(0, |m| m.len());
    assert_eq!(wal, 0, "something was left beside the file");
    let (whole, text) = doctor(&data);
    assert!(whole, "{text}");
    let _ = std::fs::remove_dir_all(&folder);
}
