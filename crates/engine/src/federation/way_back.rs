//! Ways back to a module that stand in pages as links. A link cannot post, so for a module that wants
//! its answers posted it leads to a page of the hub that does.

use crate::Engine;
use protocol::oidc::Parameters;
use protocol::oidc::authorize::ResponseMode;
use protocol::oidc::discovery::path;
use protocol::oidc::redirect::{Outgoing, with_parameters};

const MARK: &str = "&proof=";

impl Engine {
    fn proof_of_way_back(&self, encoded: &str) -> String {
        let mac = self.sealer.mac("way_back", &[encoded.as_bytes()]);
        mac.iter().take(16).map(|b| format!("{b:02x}")).collect()
    }

    /// The address of a link that brings an answer to its client.
    pub(crate) fn way_back(&self, answer: &Outgoing) -> String {
        if answer.mode == ResponseMode::Query {
            return answer.address();
        }
        let mut pairs = vec![("to", answer.redirect_uri.as_str())];
        pairs.extend(answer.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        let address = with_parameters(path::ANSWER, &pairs);
        let encoded = address.split_once('?').map_or("", |(_, query)| query);
        format!("{address}{MARK}{}", self.proof_of_way_back(encoded))
    }

    /// The answer of such a link; none where the hub did not make it (attack: open redirect).
    pub fn read_way_back(&self, query: &str) -> Option<Outgoing> {
        let (encoded, proof) = query.rsplit_once(MARK)?;
        let made = self.proof_of_way_back(encoded);
        if !kernel::secret::same(made.as_bytes(), proof.as_bytes()) {
            return None;
        }
        let parameters = Parameters::parse(encoded.as_bytes()).ok()?;
        let pairs = ["error", "error_description", "state", "iss"]
            .into_iter()
            .filter_map(|n| Some((n.to_owned(), parameters.get(n)?.to_owned())))
            .collect();
        Some(Outgoing {
            redirect_uri: parameters.get("to")?.to_owned(),
            pairs,
            mode: ResponseMode::FormPost,
        })
    }
}
