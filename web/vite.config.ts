import { defineConfig } from 'vite';

const api = process.env.BAIZE_API ?? 'http://localhost:8080';

// The bundle in dist/ is committed and embedded in the API (docs/decisions/0013): the same sources must give the same bytes anywhere.
export default defineConfig({
  resolve: { alias: { '@baize/client': new URL('../clients/js/src/index.ts', import.meta.url).pathname } },
  plugins: [{
    name: 'as-the-api-says', // `npm run dev` tells the page what the API would tell it
    apply: 'serve',
    transformIndexHtml: (html) => html.replace('data-mode=""', 'data-mode="development"'),
  }],
  build: {
    target: 'es2022',
    outDir: process.env.BAIZE_WEB_OUT ?? 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // data: URLs of scripts and styles would need a wider policy
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': api } },
});
