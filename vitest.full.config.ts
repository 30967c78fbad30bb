import { defineConfig } from "vitest/config";

// Everything that `npm test` runs, and the long model tests beside it.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    isolate: false,
    hookTimeout: 60_000,
    testTimeout: 600_000,
    env: { EVERY_TEXT: "yes" },
  },
});
