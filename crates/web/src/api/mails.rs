//! How mails look, each kind with made-up names.

use super::body::answer;
use super::key::{Key, SettingsRead};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use crate::view::gallery;
use crate::words::Words;
use kernel::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A language of mails.
#[derive(Clone, Copy, Deserialize, ToSchema)]
pub enum LanguageWord {
    /// English.
    #[serde(rename = "en")]
    En,
    /// German.
    #[serde(rename = "de")]
    De,
    /// French.
    #[serde(rename = "fr")]
    Fr,
    /// Spanish.
    #[serde(rename = "es")]
    Es,
}

/// In which language.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MailQuery {
    /// The language; English when it is left out.
    language: Option<LanguageWord>,
}

/// A kind of mail as it arrives.
#[derive(Serialize, ToSchema)]
pub struct MailView {
    /// The kind.
    #[schema(example = "activation")]
    pub kind: String,
    /// The page that mail programs show.
    pub html: String,
    /// What those show that show text.
    pub text: String,
}

/// All kinds.
#[derive(Serialize, ToSchema)]
pub struct MailsView {
    /// The mails.
    pub data: Vec<MailView>,
}

/// How each kind of mail looks, with made-up names.
#[utoipa::path(get, path = "/api/v1/mails", operation_id = "list_mails", tag = "Settings",
    params(MailQuery), responses((status = 200, description = "The mails", body = MailsView)))]
pub async fn list(ctx: Ctx<Key<SettingsRead>>) -> Answer {
    let asked: MailQuery = ctx.asked()?;
    let language = match asked.language {
        None | Some(LanguageWord::En) => Language::English,
        Some(LanguageWord::De) => Language::German,
        Some(LanguageWord::Fr) => Language::French,
        Some(LanguageWord::Es) => Language::Spanish,
    };
    let all =
        gallery(&Words::of(language)).map_err(|_| Failed::broken("a mail could not be written"))?;
    let typical = all
        .into_iter()
        .filter(|s| s.case == "typical" && s.page != "mail-letter");
    let data = typical
        .filter_map(|sample| {
            Some(MailView {
                kind: sample.page.trim_start_matches("mail-").to_owned(),
                text: sample.text?,
                html: sample.html,
            })
        })
        .collect();
    answer(200, &MailsView { data })
}
