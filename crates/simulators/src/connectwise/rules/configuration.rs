//! Configurations and the questions of their types.

use super::{Draft, default_of};
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use crate::connectwise::write::id_of;
use crate::psa::moment;
use serde_json::{Value, json};

pub(super) fn settle(draft: &mut Draft<'_>) -> Result<(), Refused> {
    let kind = draft.kind;
    let of = draft.id("type");
    if draft.old.is_some_and(|old| old.id(kind, "type") != of) {
        let message = "The type of a configuration is changed by its own address.";
        return Err(draft.refuse(Fault::invalid("type", message)));
    }
    if let Some(status) = default_of(draft.world, Kind::ConfigurationStatuses, |_| true) {
        draft.default("status", Cell::Ref(status));
    }
    draft.default("activeFlag", Cell::Flag(true));
    draft.flags(&["billFlag", "displayVendorFlag"]);
    let given: Vec<Value> = draft
        .text("questions")
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let of = of.unwrap_or_default();
    let questions = questions(draft.world, of, &given).map_err(|fault| draft.refuse(fault))?;
    let text = Value::from(questions).to_string();
    draft.set("questions", Cell::Json(text.into_boxed_str()));
    Ok(())
}

/// The questions of a type with the answers that are given; what is left out is unanswered.
fn questions(world: &World, of: u32, given: &[Value]) -> Result<Vec<Value>, Fault> {
    let mut list = Vec::new();
    for (id, question) in asked(world, of) {
        let found = given
            .iter()
            .find(|answer| id_of(&answer["questionId"]) == Some(id));
        let answer = found.map_or(&Value::Null, |answer| &answer["answer"]);
        list.push(answered(id, question, answer)?);
    }
    Ok(list)
}

/// The active questions of a type, in their order.
fn asked(world: &World, of: u32) -> Vec<(u32, &Row)> {
    let kind = Kind::ConfigurationQuestions;
    let mut rows: Vec<(u32, &Row)> = world
        .rows(kind)
        .filter(|(_, row)| {
            row.id(kind, "configurationType") == Some(of) && !row.flag(kind, "inactiveFlag")
        })
        .collect();
    let sequence = |row: &Row| match row.get(kind, "sequenceNumber") {
        Some(Cell::Number(number)) => *number,
        _ => 0.0,
    };
    rows.sort_by(|a, b| sequence(a.1).total_cmp(&sequence(b.1)).then(a.0.cmp(&b.0)));
    rows
}

fn answered(id: u32, question: &Row, answer: &Value) -> Result<Value, Fault> {
    let kind = Kind::ConfigurationQuestions;
    let form = question.text(kind, "fieldType").unwrap_or("Text");
    let blank = answer.is_null() || answer.as_str() == Some("");
    let required = question.flag(kind, "requiredFlag");
    let text = question.text(kind, "question").unwrap_or_default();
    if required && blank {
        return Err(Fault::new(
            "MissingRequiredField",
            "questions",
            format!("The question {text} must be answered."),
        ));
    }
    let number = || answer.is_number() || answer.as_str().is_some_and(|t| t.parse::<f64>().is_ok());
    let fits = blank
        || match form {
            "Number" | "Currency" | "Percent" => number(),
            "Checkbox" => answer.is_boolean() || matches!(answer.as_str(), Some("true" | "false")),
            "Date" => answer
                .as_str()
                .is_some_and(|text| moment::parse(text).is_some()),
            "IPAddress" => {
                let text = answer.as_str();
                text.is_some_and(|text| text.parse::<std::net::IpAddr>().is_ok())
            }
            _ => answer.is_string(),
        };
    if !fits {
        let message = format!("The answer to {text} is not a valid {form}.");
        return Err(Fault::invalid("questions", message));
    }
    let mut shown = json!({
        "questionId": id,
        "question": text,
        "fieldType": form,
        "requiredFlag": required,
    });
    if let Some(Cell::Number(number)) = question.get(kind, "sequenceNumber") {
        shown["sequenceNumber"] = json!(number);
    }
    if let Some(Cell::Int(number)) = question.get(kind, "numberOfDecimals") {
        shown["numberOfDecimals"] = json!(number);
    }
    if !blank {
        shown["answer"] = answer.clone();
        shown["answerId"] = json!(id);
    }
    Ok(shown)
}

/// A new or changed question stands, unanswered, in every configuration of its type.
pub(super) fn ask_everywhere(world: &mut World, question: u32) {
    let kind = Kind::ConfigurationQuestions;
    let of = world
        .get(kind, question)
        .and_then(|row| row.id(kind, "configurationType"));
    let Some(of) = of else { return };
    let held: Vec<u32> = world
        .rows(Kind::Configurations)
        .filter(|(_, row)| row.id(Kind::Configurations, "type") == Some(of))
        .map(|(id, _)| id)
        .collect();
    for id in held {
        let row = world.get(Kind::Configurations, id);
        let text = row.and_then(|row| row.text(Kind::Configurations, "questions"));
        let given: Vec<Value> = text
            .and_then(|t| serde_json::from_str(t).ok())
            .unwrap_or_default();
        let asked = asked(world, of);
        // A question that became required does not make the answers of others wrong.
        let list: Vec<Value> = asked
            .iter()
            .filter_map(|(id, row)| {
                let found = given
                    .iter()
                    .find(|answer| id_of(&answer["questionId"]) == Some(*id));
                let mut lax = (*row).clone();
                lax.set(kind, "requiredFlag", None);
                let answer = found.map_or(&Value::Null, |answer| &answer["answer"]);
                let mut shown = answered(*id, &lax, answer).ok()?;
                shown["requiredFlag"] = row.flag(kind, "requiredFlag").into();
                Some(shown)
            })
            .collect();
        let text = Value::from(list).to_string().into_boxed_str();
        world.amend(Kind::Configurations, id, |row| {
            row.set(Kind::Configurations, "questions", Some(Cell::Json(text)));
        });
    }
}
