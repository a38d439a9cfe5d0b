# The report and the inference API on one port.
#
#   docker build -t transaction-report .
#   docker run --read-only --tmpfs /tmp -p 8000:8000 transaction-report

FROM node:22.20.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
COPY lightgbm-wasm/package.json lightgbm-wasm/
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
# .dockerignore lets through only what the build reads.
COPY . .
# The predict page offers the API that serves it.
RUN INFERENCE_URL=./ npm run build && npm run assemble -- /app

FROM node:22.20.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000
WORKDIR /app
# The files stay root's: the server can read them and change none.
COPY --from=build /app ./
USER node
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ok}) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "cli/serve.ts"]
