//! Charging tries before proofs are looked at.

use crate::{Broken, Engine, Failure, Visitor};
use kernel::{IdentityId, Span};
use model::identity::{Bucket, BucketState, SignInRefusal, charge};
use store::{StoreFault, Tx};

/// How long a device is remembered without use.
pub(crate) const DEVICE_MEMORY: Span = Span::days(90);

/// The network that an address counts for: IPv6 by its /64, since one household has that many.
fn network(address: &str) -> String {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => {
                let s = v6.segments();
                format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
            }
        },
        Ok(v4) => v4.to_string(),
        Err(_) => address.to_owned(),
    }
}

impl Engine {
    pub(crate) fn bucket_key(&self, bucket: &Bucket) -> [u8; 32] {
        let (kind, value): (&[u8], &[u8]) = match bucket {
            Bucket::Account(v) => (b"account", v.as_bytes()),
            Bucket::Device(v) => (b"device", v),
            Bucket::Address(v) => (b"address", v.as_bytes()),
            Bucket::Begin(v) => (b"begin", v.as_bytes()),
            Bucket::Mail(v) => (b"mail", v.as_bytes()),
            Bucket::Flood(v) => (b"flood", v.as_bytes()),
        };
        self.sealer.mac("throttle", &[kind, value])
    }

    /// Which bucket a proof counts in: the known device's own, or the one for all strangers. The
    /// same queries run whether or not the identity exists.
    pub(crate) async fn proof_bucket(
        &self,
        tx: &mut Tx,
        what: &str,
        identity: Option<IdentityId>,
        visitor: &Visitor,
    ) -> Result<Bucket, StoreFault> {
        let token = visitor.device_token.as_ref().map_or("", |t| t.reveal());
        let hash = self.digest(token);
        let id = identity.unwrap_or(IdentityId([0; 16]));
        let known =
            store::identity::devices::knows(tx, hash, id, self.now() - DEVICE_MEMORY).await?;
        Ok(if known && !token.is_empty() {
            Bucket::Device([hash.as_slice(), &id.0, what.as_bytes()].concat())
        } else {
            Bucket::Account(what.to_owned())
        })
    }

    /// The buckets of one proof. A browser that is known to be hers answers for itself: what others
    /// do behind the same address is not hers to wait for.
    pub(crate) fn buckets_of(proof: &Bucket, visitor: &Visitor) -> Vec<Bucket> {
        match proof {
            Bucket::Device(_) => vec![proof.clone()],
            other => vec![other.clone(), Self::address_bucket(visitor)],
        }
    }

    /// Charges one try to each bucket; the states after it, or the longest wait. When one of them
    /// refuses none is charged: a try that is not looked at costs nothing.
    pub(crate) async fn charge(
        &self,
        buckets: Vec<Bucket>,
    ) -> Result<Result<Vec<BucketState>, Span>, Broken> {
        let engine = self.clone();
        let now = self.now();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (mut states, mut wait) = (Vec::new(), None::<Span>);
                    for bucket in &buckets {
                        let key = engine.bucket_key(bucket);
                        let held = store::operation::throttles::hold(tx, key, now).await?;
                        match charge(held, bucket.rule(), now) {
                            Ok(state) => states.push((key, state)),
                            Err(w) => wait = wait.max(Some(w)),
                        }
                    }
                    if let Some(wait) = wait {
                        return Ok(Err(wait));
                    }
                    for (key, state) in &states {
                        store::operation::throttles::write(tx, *key, *state).await?;
                    }
                    Ok(Ok(states.into_iter().map(|(_, state)| state).collect()))
                })
            })
            .await
    }

    /// After a right proof, in its transaction: its own bucket is emptied, the address gets its try
    /// back.
    pub(crate) async fn proof_was_right(
        &self,
        tx: &mut Tx,
        proof: &Bucket,
        visitor: &Visitor,
    ) -> Result<(), StoreFault> {
        store::operation::throttles::empty(tx, self.bucket_key(proof)).await?;
        let address = self.bucket_key(&Self::address_bucket(visitor));
        match proof {
            Bucket::Device(_) => Ok(()),
            _ => store::operation::throttles::refund(tx, address).await,
        }
    }

    /// The buckets of a mail that somebody asks for.
    pub(crate) fn mail_buckets(identifier: &str, visitor: &Visitor) -> Vec<Bucket> {
        let here = format!("{identifier} from {}", network(&visitor.address));
        vec![
            Bucket::Mail(here),
            Bucket::Flood(identifier.to_owned()),
            Self::address_bucket(visitor),
        ]
    }

    /// Charges the beginning of a sign-in.
    pub(crate) async fn charge_begin(
        &self,
        visitor: &Visitor,
    ) -> Result<(), Failure<SignInRefusal>> {
        let bucket = Bucket::Begin(network(&visitor.address));
        match self.charge(vec![bucket]).await? {
            Ok(_) => Ok(()),
            Err(wait) => Err(Failure::Refused(SignInRefusal::TooManyTries(wait))),
        }
    }

    /// The bucket of everything that comes from an address.
    pub(crate) fn address_bucket(visitor: &Visitor) -> Bucket {
        Bucket::Address(network(&visitor.address))
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn an_ipv6_household_counts_as_one() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }
}
