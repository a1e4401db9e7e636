import react from "@vitejs/plugin-react";
import path from "node:path";
import { defineConfig } from "vite";

const packages = path.join(import.meta.dirname, "../../packages");

export default defineConfig({
  // Relative, so that any folder of any host serves the page, IPFS too.
  base: "./",
  plugins: [react()],
  resolve: {
    // From the sources: `npm start` need not build the packages first.
    alias: [
      { find: /^@servicecoin\/sdk$/, replacement: path.join(packages, "sdk/src/index.ts") },
      { find: /^@servicecoin\/sdk\/(arithmetic|internal)$/, replacement: path.join(packages, "sdk/src/$1.ts") },
      { find: /^@servicecoin\/indexer\/client$/, replacement: path.join(packages, "indexer/src/client.ts") },
      { find: /^@servicecoin\/indexer\/personal$/, replacement: path.join(packages, "indexer/src/personal.ts") },
    ],
    dedupe: ["ethers", "react", "react-dom"],
  },
  build: {
    target: "es2022",
    // Inlined images would need `data:` in more places of the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // One script has all that the first load needs: 49 small ones are as many requests, and compress less.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] } } },
    // Its size, in kilobytes.
    chunkSizeWarningLimit: 600,
  },
});
