import { defineConfig } from "vitest/config";

// One process without isolation: quicker, and it proves that importing a module does nothing.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/**/*.full.test.ts"],
    isolate: false,
    maxWorkers: 3,
    testTimeout: 20_000,
  },
});
