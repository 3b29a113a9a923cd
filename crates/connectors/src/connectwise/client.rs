//! Calls of the API: with keys, client id and version, below the codebase that the tenant is on.

use crate::psa::{Answer, Body, Call, Line};
use kernel::Secret;
use model::directory::PsaFault;
use protocol::psa::connectwise::errors::{About, Complaint, meaning};
use protocol::psa::connectwise::records::read_company_info;
use protocol::psa::connectwise::{BaseUrl, Login};
use reqwest::Method;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The model of records that the hub is written for: without a pin, the vendor sends its newest.
const VERSION: &str = "2025.1";
/// Right on every server of a partner's own; on the cloud it leads to the tenant's version.
const ALWAYS: &str = "v4_6_release/";

pub(super) struct Client {
    pub(super) line: Line,
    pub(super) base: BaseUrl,
    pub(super) login: Login,
    codebase: Mutex<Option<String>>,
    /// Keys of callbacks, by their address.
    pub(super) keys: Mutex<HashMap<String, Secret<String>>>,
}

/// What is asked for.
pub(super) struct Request<'a> {
    pub(super) method: Method,
    /// Below the API's address, query and all.
    pub(super) path: &'a str,
    pub(super) body: Option<Value>,
    /// Pages by id.
    pub(super) forward: bool,
    /// In words: `list companies`.
    pub(super) what: &'a str,
}

impl<'a> Request<'a> {
    pub(super) fn get(path: &'a str, what: &'a str) -> Self {
        Self {
            method: Method::GET,
            path,
            body: None,
            forward: false,
            what,
        }
    }
}

impl Client {
    pub(super) fn new(line: Line, base: BaseUrl, login: Login) -> Self {
        Self {
            line,
            base,
            login,
            codebase: Mutex::new(None),
            keys: Mutex::default(),
        }
    }

    fn known_codebase(&self) -> Option<String> {
        let known = self.codebase.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// Asks which codebase the company is on, which needs no keys.
    pub(super) async fn discover(&self) -> Result<String, PsaFault> {
        let (pages, company) = (self.base.pages(), self.login.company());
        let mut url = url::Url::parse(pages).map_err(|e| PsaFault::NotAPsa(e.to_string()))?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(["login", "companyinfo", company]);
        }
        let call = Call {
            method: Method::GET,
            url: url.as_str(),
            counted: "",
            authorization: None,
            headers: vec![("accept", "application/json".into())],
            body: Body::None,
            repeatable: true,
        };
        let answer = self.line.call(&call).await?;
        let codebase = match answer.status {
            200 => match read_company_info(&answer.body) {
                Ok(Some(info)) => info.codebase,
                Ok(None) => return Err(PsaFault::UnknownCompany),
                Err(why) => return Err(PsaFault::NotAPsa(why)),
            },
            // Servers of a partner's own need not answer this.
            404 if self.base.api() == pages => ALWAYS.to_owned(),
            status => return Err(self.meaning(status, &answer.body, "find the company")),
        };
        let mut known = self.codebase.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(codebase.clone());
        Ok(codebase)
    }

    fn meaning(&self, status: u16, body: &[u8], what: &str) -> PsaFault {
        let about = About {
            what,
            client_id: !self.login.client_id().is_empty(),
        };
        meaning(status, &Complaint::read(body), about)
    }

    async fn once(&self, codebase: &str, request: &Request<'_>) -> Result<Answer, PsaFault> {
        let url = format!("{}/{codebase}apis/3.0/{}", self.base.api(), request.path);
        let accept = format!("application/vnd.connectwise.com+json; version={VERSION}");
        let mut headers = vec![("accept", accept)];
        if !self.login.client_id().is_empty() {
            headers.push(("clientid", self.login.client_id().to_owned()));
        }
        if request.forward {
            headers.push(("pagination-type", "forward-only".into()));
        }
        let call = Call {
            repeatable: request.method != Method::POST,
            method: request.method.clone(),
            url: &url,
            counted: "",
            authorization: Some(self.login.basic()),
            headers,
            body: request.body.clone().map_or(Body::None, Body::Json),
        };
        self.line.call(&call).await
    }

    /// Calls, and reads the codebase again before it believes that an address is not there: an
    /// upgrade of the tenant moves all of them.
    pub(super) async fn ask(&self, request: &Request<'_>) -> Result<Answer, PsaFault> {
        let codebase = match self.known_codebase() {
            Some(codebase) => codebase,
            None => self.discover().await?,
        };
        let mut answer = self.once(&codebase, request).await?;
        if answer.status == 404 && !Complaint::read(&answer.body).is_no_record() {
            let newer = self.discover().await?;
            if newer != codebase {
                answer = self.once(&newer, request).await?;
            }
        }
        if answer.good() {
            return Ok(answer);
        }
        Err(self.meaning(answer.status, &answer.body, request.what))
    }

    /// Calls for one record; none where there is none.
    pub(super) async fn find(&self, request: &Request<'_>) -> Result<Option<Answer>, PsaFault> {
        match self.ask(request).await {
            Ok(answer) => Ok(Some(answer)),
            Err(PsaFault::Absent) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// The reading of an answer that may have followed a write: what was written is not undone by what
/// cannot be read.
pub(super) fn after_write<T>(read: Result<T, String>) -> Result<T, PsaFault> {
    read.map_err(|why| PsaFault::Unknown(format!("it answered well, and {why}")))
}
