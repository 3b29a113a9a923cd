//! Selected Companies: the mappings of a connection (S3-114). Those whose company is left out or gone are
//! there too, and say so.

use super::{CHUNK, MOST_CHUNKS, Part, connection};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{MappingId, PsaConnectionId};
use model::directory::{IntegrationRule, LeftOut, MappingRefusal, PsaConnection, left_out};
use store::directory::company_mapping_list::{self, ListedMapping, MappingCounts, MappingWords};
use store::directory::{integration_rules, psa_connections};

/// How the PSA's company of a mapping stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingStanding {
    /// In scope.
    InStep,
    /// Left out by a list of the connection.
    Hidden,
    /// Not in the PSA any more, or switched off there; or its site is.
    Gone,
}

impl MappingStanding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::InStep, Self::Hidden, Self::Gone];

    /// The word of an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InStep => "in_step",
            Self::Hidden => "hidden",
            Self::Gone => "gone",
        }
    }
    /// The standing of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
    /// The words of a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::InStep => "In step",
            Self::Hidden => "Hidden",
            Self::Gone => "Gone or inactive",
        }
    }
}

/// Which mappings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappingFilter {
    /// What rows can be asked for.
    pub words: MappingWords,
    /// How the PSA's company stands.
    pub standing: Option<MappingStanding>,
}

/// A mapping with how it stands.
#[derive(Clone, Debug)]
pub struct MappingCard {
    /// The mapping and what it joins.
    pub listed: ListedMapping,
    /// Why the PSA's company is left out.
    pub left_out: Option<LeftOut>,
    /// The site is not there any more, or switched off.
    pub site_gone: bool,
}

impl MappingCard {
    /// The card of a row.
    pub(crate) fn of(connection: &PsaConnection, listed: ListedMapping) -> Self {
        let left_out = match &listed.psa {
            Some(held) => left_out(connection, &held.row, held.gone_at.is_some()),
            None => Some(LeftOut::Gone),
        };
        let site_gone = match (&listed.site, listed.mapping.psa_site) {
            (Some((site, gone)), _) => *gone || !site.active,
            (None, asked) => asked.is_some(),
        };
        Self {
            listed,
            left_out,
            site_gone,
        }
    }

    /// How it stands.
    pub fn standing(&self) -> MappingStanding {
        match &self.left_out {
            Some(because) if because.by_filter() => MappingStanding::Hidden,
            Some(_) => MappingStanding::Gone,
            None if self.site_gone => MappingStanding::Gone,
            None => MappingStanding::InStep,
        }
    }

    /// The PSA's name, as it was last known.
    pub fn psa_name(&self) -> &str {
        match &self.listed.psa {
            Some(held) => &held.row.name,
            None => &self.listed.mapping.known_name,
        }
    }

    /// The name of the site; its number where the mirror has none.
    pub fn site_name(&self) -> Option<String> {
        let id = self.listed.mapping.psa_site?;
        let known = self.listed.site.as_ref();
        Some(known.map_or_else(|| format!("#{id}"), |(site, _)| site.name.clone()))
    }
}

impl Engine {
    /// A connection of her partner.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn mapped_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<PsaConnection, Failure<MappingRefusal>> {
        connection(&mut self.db.read().await?, admin.scope, id).await
    }

    /// The connections of her partner, by name.
    ///
    /// # Errors
    /// [`crate::Broken`].
    pub async fn mapped_connections(
        &self,
        admin: &Administrator,
    ) -> Result<Vec<PsaConnection>, crate::Broken> {
        Ok(psa_connections::list(&mut self.db.read().await?, admin.scope).await?)
    }

    /// Mappings of a connection by the own name, after a place in the list.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn list_mappings(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        filter: &MappingFilter,
        after: &str,
        limit: usize,
    ) -> Result<Part<MappingCard, String>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = connection(&mut tx, admin.scope, id).await?;
        let (mut rows, mut place) = (Vec::new(), after.to_owned());
        for _ in 0..MOST_CHUNKS {
            let chunk =
                company_mapping_list::list(&mut tx, admin.scope, id, &filter.words, &place, CHUNK)
                    .await?;
            let last = chunk.len() < usize::try_from(CHUNK).unwrap_or(0);
            for listed in chunk {
                let here = listed.place.clone();
                let card = MappingCard::of(&connection, listed);
                if filter.standing.is_some_and(|s| s != card.standing()) {
                    place = here;
                    continue;
                }
                if rows.len() == limit {
                    return Ok(Part {
                        rows,
                        next: Some(place),
                    });
                }
                place = here;
                rows.push(card);
            }
            if last {
                return Ok(Part { rows, next: None });
            }
        }
        Ok(Part {
            rows,
            next: Some(place),
        })
    }

    /// How many mappings a connection has.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn count_mappings(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<MappingCounts, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        connection(&mut tx, admin.scope, id).await?;
        Ok(company_mapping_list::counts(&mut tx, admin.scope, id).await?)
    }

    /// One mapping.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`], `Unknown`.
    pub async fn get_mapping(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        mapping: MappingId,
    ) -> Result<MappingCard, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = connection(&mut tx, admin.scope, id).await?;
        let listed = company_mapping_list::find(&mut tx, admin.scope, mapping).await?;
        listed
            .filter(|l| l.mapping.connection_id == id)
            .map(|l| MappingCard::of(&connection, l))
            .ok_or(Failure::Refused(MappingRefusal::Unknown))
    }

    /// The integration rules of a connection, for choosing (S3-111).
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn rules_for_mapping(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<Vec<IntegrationRule>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        connection(&mut tx, admin.scope, id).await?;
        Ok(integration_rules::list(&mut tx, admin.scope, id).await?)
    }
}
