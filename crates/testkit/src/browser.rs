//! A browser without a window: cookies, forms, redirects taken one at a time.

use reqwest::header::{HeaderMap, SET_COOKIE};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Page {
    /// Where it leads; empty when nowhere.
    pub fn location(&self) -> &str {
        self.header("location")
    }
    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }
    /// The first heading.
    pub fn heading(&self) -> &str {
        self.between("<h1", "</h1>")
            .split_once('>')
            .map_or("", |(_, text)| text)
    }
    /// The text between two marks; empty when they are not there.
    pub fn between(&self, start: &str, end: &str) -> &str {
        let rest = self.body.split_once(start).map_or("", |(_, r)| r);
        rest.split_once(end).map_or("", |(text, _)| text)
    }
    /// The value of a hidden or other input, wherever its attributes stand.
    pub fn input(&self, name: &str) -> &str {
        let mark = format!("name=\"{name}\"");
        let tag = self
            .body
            .split("<input")
            .skip(1)
            .find(|t| t.split('>').next().is_some_and(|t| t.contains(&mark)));
        let tag = tag.and_then(|t| t.split('>').next()).unwrap_or_default();
        tag.split_once("value=\"")
            .and_then(|(_, rest)| rest.split('"').next())
            .unwrap_or_default()
    }
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("not JSON ({e}): {}", self.body))
    }
}

/// A browser of one person.
pub struct Browser {
    base: String,
    client: reqwest::Client,
    cookies: Mutex<BTreeMap<(String, String), String>>,
}

impl Browser {
    /// A browser without cookies at a hub.
    pub fn new(base: &str) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            base: base.to_owned(),
            client,
            cookies: Mutex::default(),
        }
    }

    /// The complete address of a path.
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        }
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies
            .lock()
            .unwrap()
            .iter()
            .find(|((n, _), _)| n == name)
            .map(|(_, v)| v.clone())
    }

    /// Plants a cookie, as an attacker might.
    pub fn plant(&self, name: &str, path: &str, value: &str) {
        self.cookies
            .lock()
            .unwrap()
            .insert((name.into(), path.into()), value.into());
    }

    fn cookie_header(&self, path: &str) -> String {
        let path = path
            .strip_prefix(&self.base)
            .unwrap_or(path)
            .split('?')
            .next()
            .unwrap_or("/")
            .to_owned();
        let cookies = self.cookies.lock().unwrap();
        let mut fitting: Vec<_> = cookies
            .iter()
            .filter(|((_, p), _)| path.starts_with(p.as_str()))
            .collect();
        fitting.sort_by_key(|((_, p), _)| std::cmp::Reverse(p.len()));
        fitting
            .iter()
            .map(|((n, _), v)| format!("{n}={v}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for line in headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
        {
            let mut parts = line.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|p| p.split_once('=')) else {
                continue;
            };
            let attributes: Vec<&str> = parts.collect();
            let path = attributes
                .iter()
                .find_map(|a| a.strip_prefix("Path="))
                .unwrap_or("/");
            let key = (name.to_owned(), path.to_owned());
            let mut cookies = self.cookies.lock().unwrap();
            if attributes.contains(&"Max-Age=0") {
                cookies.remove(&key);
            } else {
                cookies.insert(key, value.to_owned());
            }
        }
    }

    /// Sends a request with these headers; cookies are added and kept.
    pub async fn send(&self, request: reqwest::RequestBuilder, path: &str) -> Page {
        self.try_send(request, path).await.expect("the hub answers")
    }

    /// The same with a hub that may die on the way: what did not arrive whole was not answered.
    pub async fn try_send(&self, request: reqwest::RequestBuilder, path: &str) -> Option<Page> {
        let cookies = self.cookie_header(path);
        let request = if cookies.is_empty() {
            request
        } else {
            request.header("cookie", cookies)
        };
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.text().await.ok()?;
        self.keep_cookies(&headers);
        Some(Page {
            status,
            headers,
            body,
        })
    }

    /// A request builder for a path.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method.parse().unwrap(), self.url(path))
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request("GET", path), path).await
    }

    /// GET from a hub that may die on the way.
    pub async fn try_get(&self, path: &str) -> Option<Page> {
        self.try_send(self.request("GET", path), path).await
    }

    /// POST of a form, as the hub's own pages send it.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.try_post(path, form).await.expect("the hub answers")
    }

    /// The same with a hub that may die on the way.
    pub async fn try_post(&self, path: &str, form: &[(&str, &str)]) -> Option<Page> {
        let origin = self.base.clone();
        let request = self.request("POST", path).header("origin", origin);
        self.try_send(request.form(form), path).await
    }

    /// Follows redirects within the hub until a page comes or another host is meant.
    pub async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..10 {
            let location = page.location().to_owned();
            if !(300..400).contains(&page.status)
                || !(location.starts_with('/') || location.starts_with(&self.base))
            {
                return page;
            }
            page = self.get(&location).await;
        }
        panic!("too many redirects, the last to {}", page.location());
    }
}
