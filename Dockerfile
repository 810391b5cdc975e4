# Build: docker build -t firekeep .   Run: docker run -p 8080:8080 -v firekeep-data:/data firekeep
FROM node:22-bookworm-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Types are for writing code; npm brings them all the same, as optional peers of what is used.
RUN npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/typescript node_modules/@typescript node_modules/bun-types node_modules/.bin/tsc

FROM node:22-bookworm-slim
WORKDIR /app
COPY --from=install /app/node_modules node_modules
COPY package.json bunfig.toml tsconfig.json ./
COPY src src
COPY drizzle drizzle
COPY schemas schemas
COPY console/dist console/dist
RUN mkdir /data && chown node:node /data
USER node
ENV HOST=0.0.0.0 DATA_DIR=/data LOG_FORMAT=json
VOLUME /data
EXPOSE 8080
HEALTHCHECK --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node_modules/.bin/bun", "src/main.ts"]
