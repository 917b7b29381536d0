"""What schemathesis must know of Vouch beside the OpenAPI document."""

import os

import schemathesis

OWN = os.environ["VOUCH_KEY"].split("_")[2]


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """The key in use may revoke itself, which would end the run: that one id is never asked for."""
    path = case.path_parameters or {}
    if path.get("id") == OWN:
        path["id"] = "unknown00000"


@schemathesis.deserializer("application/jsonl", "image/png")
def as_text(ctx, response):
    """Files have no schema beyond their media type."""
    return response.content.decode("latin-1")
