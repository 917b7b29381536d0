#!/bin/sh
# The namespace of the cases; its search attributes are made by Vouch's own migration.
set -eu
temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" > /dev/null 2>&1 \
  || temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 720h
# A namespace that was made a moment ago is not known everywhere yet.
until temporal workflow list -n "$TEMPORAL_NAMESPACE" --limit 1 > /dev/null 2>&1; do sleep 1; done
