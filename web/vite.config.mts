import { defineConfig } from 'vite';

/** The page of the simulators, as files that any server can serve from any folder. */
export default defineConfig({
  root: 'page',
  base: './',
  logLevel: 'warn',
  build: { outDir: '../dist/page', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 }
});
