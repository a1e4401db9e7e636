import { defineConfig, globalIgnores } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import type { ESLint } from "eslint";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["artifacts", "cache", "coverage", "**/dist", "docs/reference", "packages/sdk/src/typechain"]),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ["./tsconfig.json", "./apps/web/tsconfig.json", "./test/web/tsconfig.json"] },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ["apps/web/**"],
    // The types of its other configurations do not fit those of ESLint 10; its rules do.
    plugins: { "react-hooks": reactHooks as unknown as ESLint.Plugin },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
    },
  },
  {
    files: ["test/**"],
    rules: {
      // `expect(x).to.be.true` is how chai says it.
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
