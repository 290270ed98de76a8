import { defineConfig } from 'vitest/config';

// axe takes seconds over a large chart, and longer where other tests run beside it.
export default defineConfig({ test: { environment: 'jsdom', include: ['test/**/*.test.ts'], testTimeout: 60_000 } });
