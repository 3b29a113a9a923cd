//! Refusals of the house as SCIM says them: the code stands in the detail, since SCIM has no place of
//! its own for it.

use crate::access::GroupRefusal;
use crate::{Broken, Failure};
use kernel::{Refusal, RefusalKind};
use model::identity::{MemberRefusal, UpstreamRefusal};
use scim::{ScimError, ScimType};
use store::StoreFault;

fn written(refusal: &dyn Refusal, kind: Option<ScimType>) -> ScimError {
    // A key may do what it asks for; it is the state of things that forbids it.
    let status = match refusal.kind() {
        RefusalKind::Forbidden => 409,
        other => other.status(),
    };
    let (sentence, remedy) = (refusal.sentence(), refusal.remedy());
    ScimError {
        status,
        kind,
        detail: format!("{sentence} {remedy} ({})", refusal.code()).into(),
    }
}

pub(super) fn upstream(refusal: UpstreamRefusal) -> ScimError {
    use UpstreamRefusal as R;
    let kind = match refusal {
        R::NoAddress | R::NoSuchMember | R::GroupInGroup => Some(ScimType::InvalidValue),
        R::AddressFixed => Some(ScimType::Mutability),
        R::ExternalIdTaken | R::UserNameTaken | R::BeingDeleted => Some(ScimType::Uniqueness),
        R::TooMany => Some(ScimType::TooMany),
        R::EndedHere | R::RootMaster => None,
    };
    written(&refusal, kind)
}

pub(super) fn no<T>(refusal: UpstreamRefusal) -> Result<T, Failure<ScimError>> {
    Err(Failure::Refused(upstream(refusal)))
}

/// Of two who take the same name at once, the second is refused by the database.
pub(super) fn taken(fault: StoreFault, refusal: UpstreamRefusal) -> Failure<ScimError> {
    match fault {
        StoreFault::Taken(_) => Failure::Refused(upstream(refusal)),
        other => other.into(),
    }
}

pub(super) fn member(failure: Failure<MemberRefusal>) -> Failure<ScimError> {
    match failure {
        Failure::Broken(Broken::Store(fault)) => taken(fault, UpstreamRefusal::UserNameTaken),
        Failure::Broken(broken) => Failure::Broken(broken),
        Failure::Refused(MemberRefusal::Unknown) => Failure::Refused(ScimError::not_found()),
        Failure::Refused(refusal) => {
            let taken = matches!(
                refusal,
                MemberRefusal::UsernameTaken | MemberRefusal::AlreadyMember
            );
            let kind = taken.then_some(ScimType::Uniqueness);
            Failure::Refused(written(&refusal, kind))
        }
    }
}

pub(super) fn group(failure: Failure<GroupRefusal>) -> Failure<ScimError> {
    match failure {
        Failure::Broken(broken) => Failure::Broken(broken),
        Failure::Refused(GroupRefusal::Unknown) => Failure::Refused(ScimError::not_found()),
        Failure::Refused(refusal) => {
            let taken = matches!(refusal, GroupRefusal::NameTaken);
            let kind = taken.then_some(ScimType::Uniqueness);
            Failure::Refused(written(&refusal, kind))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_errors() {
        let told = |error: ScimError| (error.status, error.kind.map(ScimType::as_str));
        for (refusal, expected) in [
            (UpstreamRefusal::NoAddress, (400, Some("invalidValue"))),
            (UpstreamRefusal::AddressFixed, (400, Some("mutability"))),
            (UpstreamRefusal::EndedHere, (409, None)),
            (UpstreamRefusal::RootMaster, (409, None)),
            (UpstreamRefusal::UserNameTaken, (409, Some("uniqueness"))),
            (UpstreamRefusal::BeingDeleted, (409, Some("uniqueness"))),
            (UpstreamRefusal::TooMany, (400, Some("tooMany"))),
        ] {
            assert_eq!(told(upstream(refusal)), expected, "{refusal:?}");
        }
        let of = |refusal| match member(Failure::Refused(refusal)) {
            Failure::Refused(error) => told(error),
            Failure::Broken(broken) => panic!("{broken}"),
        };
        assert_eq!(of(MemberRefusal::Unknown), (404, None));
        assert_eq!(of(MemberRefusal::AlreadyMember), (409, Some("uniqueness")));
        assert_eq!(of(MemberRefusal::RootMaster), (409, None));
        assert_eq!(of(MemberRefusal::LastMaster), (409, None));
        let detail = upstream(UpstreamRefusal::EndedHere).detail;
        assert!(detail.ends_with("(upstream_ended_here)"), "{detail}");
    }
}
