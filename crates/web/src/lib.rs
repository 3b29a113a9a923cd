//! HTTP: pages, protocol endpoints and the one table of routes.
