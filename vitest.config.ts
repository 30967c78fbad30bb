import { defineConfig } from "vitest/config";

// One process without isolation: quicker, and it proves that importing a module does nothing.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/**/*.full.test.ts"],
    isolate: false,
    maxWorkers: 3,
    // Against what hangs; what takes time is told by the tests themselves, and a busy machine is no fault.
    hookTimeout: 60_000,
    testTimeout: 60_000,
  },
});
