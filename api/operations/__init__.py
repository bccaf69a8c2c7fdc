"""An operation of the API, the request to it as understood, dispatch, and content negotiation."""
