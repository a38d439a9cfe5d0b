import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By default one core is left idle, of two as well.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts", "lightgbm-wasm/tests/**/*.test.ts"],
          exclude: ["tests/browser/**"]
        }
      },
      // These drive Chromium over the built report: npm run build comes first.
      {extends: true, test: {name: "browser", include: ["tests/browser/**/*.test.ts"]}},
      // npm run stress: too long for npm test.
      {extends: true, test: {name: "stress", include: ["tests/**/*.stress.ts"], fileParallelism: false}}
    ]
  }
});
