import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['test/house.test.ts'], testTimeout: 60000 } });
