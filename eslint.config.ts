import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["artifacts", "cache", "coverage", "**/dist", "docs/reference", "packages/sdk/src/typechain"]),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
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
