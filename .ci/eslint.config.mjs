// Flat ESLint configuration; run from the repository root with `npm run lint`.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";
import { join } from "node:path";

export default tseslint.config(
    { ignores: ["dist/**", "node_modules/**", ".cache/**", "coverage/**", "test/e2e/programs/**"] },
    eslint.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [...tseslint.configs.strictTypeChecked],
        languageOptions: {
            parserOptions: { project: "./test/tsconfig.json", tsconfigRootDir: join(import.meta.dirname, "..") },
        },
        rules: {
            // Numbers in messages (ports, exit codes, seconds) are fine as they are.
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
            // A record keyed by host name is looked up with names that may be absent; noUncheckedIndexedAccess covers it.
            "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
        },
    },
    {
        // describe/it callbacks and fixtures: a few rules cost more than they find there.
        files: ["test/**/*.ts"],
        rules: {
            "@typescript-eslint/no-non-null-assertion": "off",
            "@typescript-eslint/unbound-method": "off",
        },
    },
    {
        files: ["test/**/*.ts"],
        ignores: ["test/fuzz.ts"],
        rules: {
            "no-restricted-imports": [
                "error",
                { name: "fast-check", message: "Import test/fuzz, which sets the seed." },
            ],
        },
    },
    {
        files: ["**/*.{js,mjs,cjs}"],
        languageOptions: {
            globals: { require: "readonly", module: "writable", process: "readonly", console: "readonly" },
        },
    },
);
