# One image for every process of Vouch; the command says which. Debian, since the Temporal SDK's
# native part needs glibc. Built once per platform: docker build -t vouch:0.1.0 .
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
# The binaries of onnxruntime come in its package; its install script would fetch those for GPUs.
ENV ONNXRUNTIME_NODE_INSTALL=skip \
    NPM_CONFIG_AUDIT=false NPM_CONFIG_FUND=false NPM_CONFIG_UPDATE_NOTIFIER=false
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY domain domain
COPY platform platform
COPY store store
COPY workflows workflows
COPY activities activities
COPY api api
COPY worker worker
RUN node_modules/.bin/tsc -b api worker \
  && node dist/worker/bundle.js dist/workflow-bundle.js
# Without development dependencies and what no process loads; it prints what stays.
RUN npm prune --omit=dev \
  && node dist/worker/trim-packages.js node_modules \
  && find dist -name '*.tsbuildinfo' -o -name '*.d.ts' | xargs rm -f

FROM node:${NODE_VERSION}-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="Vouch" \
      org.opencontainers.image.description="Open, self-hosted KYC: one durable workflow per customer" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
RUN groupadd --gid 10001 vouch \
  && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin vouch \
  && install -d -o 10001 -g 10001 -m 0700 /var/lib/vouch/blobs /var/lib/vouch/witness
WORKDIR /app
# Owned by root: the processes may read their program, and change nothing of it.
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY LICENSE NOTICE ./
# What is unsafe with real people ends the start, each setting by its name.
ENV VOUCH_MODE=production
ENV WORKFLOW_BUNDLE=/app/dist/workflow-bundle.js
# Where the Temporal server cannot end a stopping worker's polls itself, they get this long to end.
ENV TEMPORAL_POLL_SHUTDOWN_INTERRUPT_WAIT_MS=2000
# Two heaps of glibc for all threads, instead of one each.
ENV MALLOC_ARENA_MAX=2
USER 10001:10001
# 3000 the API; 3001 to 3004 health and metrics, for the private network alone.
EXPOSE 3000 3001 3002 3003 3004
CMD ["node", "--enable-source-maps", "dist/api/main.js"]
