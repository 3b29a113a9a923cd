//! Guards: the type that a handler asks for says who may call it. No guard in the signature, no
//! route.

use crate::context::Raw;
use crate::failure::Failed;
use crate::view::Link;
use engine::identity::Signed;
use model::identity::Population;
use std::future::Future;

/// Proves something about a request.
pub trait Guard: Sized + Send + 'static {
    /// The name in the table of routes.
    const NAME: &'static str;
    /// Lets through, or says why not.
    fn admit(raw: &Raw) -> impl Future<Output = Result<Self, Failed>> + Send;
    /// The session cookie, where admitting has changed it.
    fn new_session_cookie(&self) -> Option<kernel::Secret<String>> {
        None
    }
    /// Who is signed in, where it is known.
    fn known(&self) -> Option<&Signed> {
        None
    }
}

async fn resume(raw: &Raw) -> Result<Option<Signed>, Failed> {
    match &raw.visitor.session_token {
        Some(token) => {
            let signed = raw.app.engine.resume(token).await?;
            if let Some(signed) = &signed {
                raw.app
                    .engine
                    .check_network(signed, &raw.visitor.address)
                    .map_err(|refusal| Failed::of(&refusal))?;
            }
            Ok(signed)
        }
        None => Ok(None),
    }
}

/// Anybody at all; the verb itself asks for proof where one is needed.
pub struct Anyone;

impl Guard for Anyone {
    const NAME: &'static str = "anyone";
    async fn admit(_: &Raw) -> Result<Self, Failed> {
        Ok(Self)
    }
}

/// Anybody, with who she is if she is signed in.
pub struct Perhaps(pub Option<Signed>);

impl Guard for Perhaps {
    const NAME: &'static str = "perhaps signed in";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        Ok(Self(resume(raw).await?))
    }
    fn known(&self) -> Option<&Signed> {
        self.0.as_ref()
    }
}

/// A client of the protocol; the verb checks its credentials.
pub struct ClientItself;

impl Guard for ClientItself {
    const NAME: &'static str = "client credentials";
    async fn admit(_: &Raw) -> Result<Self, Failed> {
        Ok(Self)
    }
}

/// Whoever holds an access token; the verb checks it.
pub struct Bearer(pub String);

impl Guard for Bearer {
    const NAME: &'static str = "access token";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let from_header = raw
            .header(axum::http::header::AUTHORIZATION)
            .and_then(|v| v.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim().to_owned());
        let token = match from_header {
            Some(token) => Some(token),
            // RFC 6750, 2.2: in the form, never in the query, where logs would keep it.
            None if raw.method == axum::http::Method::POST => {
                raw.form().ok().map(|f| f.get("access_token").to_owned())
            }
            None => None,
        };
        token
            .filter(|t| !t.is_empty() && t.len() <= 16 * 1024)
            .map(Self)
            .ok_or(Failed::NoToken)
    }
}

/// Anybody who is signed in, staff or client.
pub struct SignedIn(pub Signed);

impl Guard for SignedIn {
    const NAME: &'static str = "signed in";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        match resume(raw).await? {
            Some(signed) => Ok(Self(signed)),
            None => Err(Failed::Elsewhere("/sign-in".into())),
        }
    }
    fn known(&self) -> Option<&Signed> {
        Some(&self.0)
    }
}

/// A member. Client people have no way into the staff's hub (S2-45).
pub struct Staff(pub Signed);

impl Guard for Staff {
    const NAME: &'static str = "staff";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let SignedIn(signed) = SignedIn::admit(raw).await?;
        if signed.identity.population == Population::Staff {
            return Ok(Self(signed));
        }
        let words = crate::tongue::own(&raw.words, &signed.identity);
        Err(
            Failed::of(&model::access::EntryRefusal::WrongPopulation).with_actions(vec![
                Link::new("/portal", words.go_to_your_modules()),
                Link::new("/sign-out", words.sign_out()),
            ]),
        )
    }
    fn known(&self) -> Option<&Signed> {
        Some(&self.0)
    }
}

/// An end user of a company.
pub struct ClientPerson(pub Signed);

impl Guard for ClientPerson {
    const NAME: &'static str = "client person";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let Some(signed) = resume(raw).await? else {
            return Err(Failed::Elsewhere("/sign-in?for=client".into()));
        };
        if signed.identity.population == Population::Client {
            return Ok(Self(signed));
        }
        let words = crate::tongue::own(&raw.words, &signed.identity);
        Err(
            Failed::of(&model::access::EntryRefusal::WrongPopulation).with_actions(vec![
                Link::new("/modules", words.go_to_my_modules()),
                Link::new("/sign-out", words.sign_out()),
            ]),
        )
    }
    fn known(&self) -> Option<&Signed> {
        Some(&self.0)
    }
}

/// A master of the partner, with the permission that the console's verbs take.
pub struct Master(pub Signed, pub engine::identity::Administrator);

impl Guard for Master {
    const NAME: &'static str = "master";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let Staff(signed) = Staff::admit(raw).await?;
        match raw
            .app
            .engine
            .administrator(&signed, &raw.visitor.address)
            .await
        {
            Ok(admin) => Ok(Self(signed, admin)),
            Err(engine::Failure::Refused(refusal)) => {
                let words = crate::tongue::own(&raw.words, &signed.identity);
                Err(Failed::of(&refusal)
                    .with_actions(vec![Link::new("/modules", words.go_to_my_modules())]))
            }
            Err(engine::Failure::Broken(broken)) => Err(broken.into()),
        }
    }
    fn known(&self) -> Option<&Signed> {
        Some(&self.0)
    }
}
