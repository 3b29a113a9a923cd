//! The doors: sign-in, activation and recovery, first run, signing out.

use super::{Route, get, post};
use crate::signin;

pub(super) fn rows() -> Vec<Route> {
    vec![
        // sign-in
        get("/sign-in", signin::start::show).leading_on(),
        post("/sign-in", signin::start::begin).leading_on(),
        get("/sign-in/{flow}", signin::step::show).leading_on(),
        post("/sign-in/{flow}", signin::step::answer).leading_on(),
        get("/sign-in/{flow}/recovery", signin::step::show_recovery).leading_on(),
        post("/sign-in/{flow}/recovery", signin::step::answer_recovery).leading_on(),
        get("/sign-in/{flow}/again", signin::step::again).leading_on(),
        get(
            "/sign-in/{flow}/recovery-codes.txt",
            signin::step::download_codes,
        ),
        get("/sign-in/{flow}/phone", signin::step::look_at_phone),
        // the phone that answers
        get("/companion", signin::companion::show),
        get("/companion.webmanifest", signin::companion::manifest),
        get("/companion-worker.js", signin::companion::worker),
        post("/companion/register", signin::companion::register),
        post("/companion/waiting", signin::companion::waiting),
        post("/companion/answer", signin::companion::answer),
        post("/companion/wake", signin::companion::wake),
        // activation and recovery
        get("/activate/{token}", signin::activate::show),
        post("/activate/{token}", signin::activate::activate),
        get("/forgot", signin::forgot::show),
        post("/forgot", signin::forgot::send),
        get("/reset/{token}", signin::reset::show),
        post("/reset/{token}", signin::reset::reset),
        get("/email/{token}", signin::email_link::show),
        post("/email/{token}", signin::email_link::go_on),
        get("/enrol/{token}", signin::enrol_anew::show),
        post("/enrol/{token}", signin::enrol_anew::begin),
        post("/passkey", signin::passkey::begin),
        post("/password-strength", signin::strength::estimate),
        // first run
        get("/set-up", signin::first_run::show),
        post("/set-up", signin::first_run::set_up),
        // another language on these pages
        post("/language", signin::language::choose),
        // signing out
        get("/sign-out", signin::sign_out::ask),
        post("/sign-out", signin::sign_out::sign_out).leading_on(),
    ]
}
