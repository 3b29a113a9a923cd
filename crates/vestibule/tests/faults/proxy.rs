//! A proxy on this machine, for TCP as it comes: goes to one of several places, and can cut.

use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

#[derive(Default)]
struct Inner {
    /// Where to, in the order in which they are tried; none cuts.
    targets: Vec<u16>,
    under_way: JoinSet<()>,
}

/// The proxy; cheap to clone.
#[derive(Clone, Default)]
pub struct Proxy(Arc<Mutex<Inner>>);

impl Proxy {
    /// Opens a proxy; its port.
    pub async fn open() -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self::default();
        let served = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut inner = served.0.lock().unwrap();
                let targets = inner.targets.clone();
                while inner.under_way.try_join_next().is_some() {}
                inner.under_way.spawn(pass(stream, targets));
            }
        });
        (proxy, port)
    }

    /// Leads new connections to the first of these that takes them, and ends those that are open.
    pub fn lead_to(&self, targets: &[u16]) {
        let mut inner = self.0.lock().unwrap();
        inner.targets = targets.to_vec();
        inner.under_way.abort_all();
    }
}

async fn pass(mut inward: TcpStream, targets: Vec<u16>) {
    for port in targets {
        if let Ok(mut outward) = TcpStream::connect(("127.0.0.1", port)).await {
            let _ = tokio::io::copy_bidirectional(&mut inward, &mut outward).await;
            return;
        }
    }
}
