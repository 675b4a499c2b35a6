# The control plane alone: no compiler, no development packages, not root.
FROM node:24.21.0-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The package "node" would bring a second Node for machines with an old one; this image has the right one.
RUN npm ci --ignore-scripts
COPY scripts/build.mjs scripts/
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24.21.0-slim
ENV NODE_ENV=production
WORKDIR /opt/moniker-cp
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY catalog catalog
COPY envoy-bootstrap envoy-bootstrap
# Checks the catalog that ships with the image, and leaves V8's compile cache warm for a read-only file system.
RUN node dist/moniker-cp.js check --catalog catalog
USER node
EXPOSE 18000 8081
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8081/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/moniker-cp/dist/moniker-cp.js"]
# Loopback only, as everywhere. To serve other hosts, on a network that you trust: --xds-address 0.0.0.0:18000 --insecure-xds.
CMD ["serve", "--catalog", "/opt/moniker-cp/catalog"]
