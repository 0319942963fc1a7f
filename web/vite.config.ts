import { defineConfig } from "vite";

/** What a page loads, by the name under which a template asks for it. */
const islands = { sparql: "src/sparql/main.ts", explore: "src/explore/main.ts" };

export default defineConfig({
  // Pages are served at the root, this folder below /static/.
  base: "/static/web/",
  publicDir: false,
  build: {
    outDir: "../graph_builder/serve/static/web",
    emptyOutDir: true,
    // Named by content: a browser may keep them for ever.
    assetsDir: "",
    manifest: "manifest.json",
    license: { fileName: "licences.json" },
    target: "es2022",
    // The policy of the pages allows no inline script and no data: address for one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: islands },
  },
});
