# One image for every process of CTI Scraper; its command says which (docs/decisions/0017-one-image.md).
ARG NODE_IMAGE=node:24-trixie-slim

# The manifests alone: layers below that copy from here are built again only when a manifest has changed.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json -delete \
 && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS installer
WORKDIR /app
# Another registry, such as a mirror of your own: --build-arg NPM_CONFIG_REGISTRY=https://npm.example.org/
ARG NPM_CONFIG_REGISTRY
ENV npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false npm_config_ignore_scripts=true
COPY --from=manifests /app ./

# What runs: no development tools and nothing optional, which is the embedded database and native speed-ups.
FROM installer AS dependencies
RUN --mount=type=cache,id=cti-npm,target=/root/.npm \
    npm install --omit=dev --omit=optional --workspace @cti/cli --loglevel=error \
 && find node_modules -type f \( -name '*.map' -o -name '*.md' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) \
      ! -iname 'licen*' ! -iname 'notice*' -delete

FROM installer AS client
RUN --mount=type=cache,id=cti-npm,target=/root/.npm \
    npm install --include=dev --include=optional --workspace @cti/client --loglevel=error
COPY tsconfig.json ./
COPY packages/contract packages/contract
COPY packages/pipeline packages/pipeline
COPY services/web/client services/web/client
RUN npm run build --workspace @cti/client \
 && test -s services/web/client/dist/index.html

# Our own files, readable for every account however they were checked out.
FROM ${NODE_IMAGE} AS source
WORKDIR /app
COPY . .
RUN rm -rf services/web/client tsconfig.json package-lock.json packages/testing && chmod -R a+rX .

FROM ${NODE_IMAGE} AS runtime
# Looking from one container to another is the first thing that people do: docker compose exec web ping postgres
RUN command -v ping >/dev/null \
 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends iputils-ping && rm -rf /var/lib/apt/lists/*; }
WORKDIR /app
# Times are UTC everywhere. Slow names must not hold up other look-ups: each takes a thread of the pool. Few arenas:
# what many short threads leave behind would stay with the process.
ENV NODE_ENV=production \
    TZ=UTC \
    UV_THREADPOOL_SIZE=16 \
    MALLOC_ARENA_MAX=2 \
    CTI_DATA_DIR=/data \
    HEALTH_URL=http://127.0.0.1:8000/health/ready

# The account of who started the stack: files of secrets are readable by their owner alone.
ARG CTI_UID=1000
ARG CTI_GID=1000
RUN mkdir -p -m 0700 /data/backups && chown -R "${CTI_UID}:${CTI_GID}" /data \
 && { grep -q "^[^:]*:[^:]*:${CTI_UID}:" /etc/passwd \
   || echo "cti:x:${CTI_UID}:${CTI_GID}:CTI Scraper:/app:/usr/sbin/nologin" >>/etc/passwd; }

COPY --from=dependencies /app/node_modules node_modules
COPY --from=source /app .
COPY --from=client /app/services/web/client/dist services/web/client/dist

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="CTI Scraper" \
      org.opencontainers.image.description="Self-hosted threat intelligence: collects, understands and shares what the field publishes." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

USER ${CTI_UID}:${CTI_GID}
EXPOSE 8000 5555 9101 9102
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=20s --start-period=60s --retries=3 CMD ["node", "docker/healthcheck.ts"]
CMD ["node", "services/web/src/main.ts"]
