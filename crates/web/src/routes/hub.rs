//! What a person who is signed in has for herself.

use super::{Route, get, post};
use crate::hub;

pub(super) fn rows() -> Vec<Route> {
    vec![
        get("/", hub::home::show),
        get("/modules", hub::my_modules::show),
        get("/portal", hub::my_modules::show_to_client),
        get("/open/{instance}", hub::open::open),
        get("/launcher", hub::my_modules::launcher),
        get("/settings", hub::my_settings::show),
        get("/settings/language", hub::my_language::show),
        post("/settings/language", hub::my_language::save),
        post("/settings/end-session", hub::my_settings::end_session),
        get("/settings/profile", hub::my_profile::show),
        post("/settings/profile", hub::my_profile::save),
        get("/settings/email", hub::my_profile::show_email),
        post("/settings/email", hub::my_profile::change_email),
        get("/settings/security", hub::my_security::show),
        get("/settings/authenticators/add", hub::my_security::propose),
        post("/settings/authenticators/add", hub::my_security::add),
        post("/settings/authenticators/remove", hub::my_security::remove),
        get("/settings/passkeys/add", hub::my_passkeys::propose),
        post("/settings/passkeys/add", hub::my_passkeys::add),
        post("/settings/passkeys/rename", hub::my_passkeys::rename),
        post("/settings/passkeys/remove", hub::my_passkeys::remove),
        get("/settings/password", hub::my_password::show),
        post("/settings/password", hub::my_password::change),
        get("/settings/devices", hub::my_devices::show),
        post("/settings/end-others", hub::my_devices::end_others),
        post("/settings/forget-device", hub::my_devices::forget),
        get("/settings/activity", hub::my_activity::show),
        get("/settings/modules", hub::my_order::show),
        post("/settings/modules", hub::my_order::step),
        get("/settings/module-urls", hub::my_module_urls::show),
        post("/settings/module-urls", hub::my_module_urls::unlink),
        get("/settings/recovery-codes", hub::my_codes::show),
        post("/settings/recovery-codes", hub::my_codes::make),
        post("/settings/recovery-codes.txt", hub::my_codes::download),
        post("/confirm", hub::confirm::confirm),
        get("/choose", hub::choose::begin),
    ]
}
