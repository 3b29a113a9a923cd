//! OpenID Connect and its kin, called by modules and tools; and where PSAs tell of changes.

use super::{Route, Takes, get, post, preflight};
use crate::{protocol, signin};
use ::protocol::oidc::discovery::path;

pub(super) fn rows() -> Vec<Route> {
    vec![
        Route {
            takes: Takes::Message,
            ..post("/psa/callbacks/{token}", protocol::psa_callbacks::take).open_to_all_sites()
        },
        get(path::DISCOVERY, protocol::discovery::show),
        get(path::OAUTH_DISCOVERY, protocol::discovery::show),
        get(path::KEYS, protocol::discovery::keys),
        get(path::AUTHORIZE, protocol::authorize::authorize).leading_on(),
        post(path::AUTHORIZE, protocol::authorize::from_form).open_to_all_sites(),
        get(path::DEVICE_PAGE, signin::device::show),
        post(path::DEVICE_PAGE, signin::device::look),
        post("/device/answer", signin::device::answer),
        post(path::DEVICE, protocol::device::begin).open_to_all_sites(),
        preflight(path::DEVICE),
        get(path::ANSWER, protocol::outgoing::follow).leading_on(),
        post(path::PUSH, protocol::push::push).open_to_all_sites(),
        post(path::TOKEN, protocol::token::token).open_to_all_sites(),
        get(path::USERINFO, protocol::token::userinfo),
        post(path::USERINFO, protocol::token::userinfo).open_to_all_sites(),
        post(path::INTROSPECT, protocol::token::introspect).open_to_all_sites(),
        post(path::REVOKE, protocol::token::revoke).open_to_all_sites(),
        preflight(path::PUSH),
        preflight(path::TOKEN),
        preflight(path::USERINFO),
        preflight(path::REVOKE),
        get(path::END_SESSION, protocol::logout::asked).leading_on(),
        post(path::END_SESSION, protocol::logout::from_form).open_to_all_sites(),
    ]
}
