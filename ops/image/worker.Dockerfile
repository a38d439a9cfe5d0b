# A worker that trains trials of sweeps.
#
#   docker build -f ops/image/worker.Dockerfile -t transaction-report-worker .
#   docker run -e REDIS_URL=… -e MLFLOW_TRACKING_URI=… transaction-report-worker --data http://files/raw/

FROM node:22.20.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY lightgbm-wasm/package.json lightgbm-wasm/
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# LightGBM is compiled by Debian's compiler, which is installed for it, and stays behind with what it has made on its way.
RUN node --import tsx lightgbm-wasm/build.ts && rm -rf lightgbm-wasm/build

FROM node:22.20.0-bookworm-slim
ENV NODE_ENV=production
# The files stay root's: the worker can read them and change none.
COPY --from=build /app /app
# The data that it fetches, and the runs that have not been sent yet.
WORKDIR /worker
RUN chown node:node /worker
USER node
# Not through npm: Node itself is to get the signal to end after the present trials.
ENTRYPOINT ["node", "--import", "file:///app/node_modules/tsx/dist/loader.mjs", "/app/cli/worker.ts"]
