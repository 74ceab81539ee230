import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { docsFolder, renderPages, type Page } from "./pages";

/*
 * `npm run docs` writes the parts of docs/ that are made from code; with --check it writes nothing, and fails where a page
 * is not as it should be.
 */

/** The pages as `prettier --check` wants them. Apart from the making of pages, because jest cannot load prettier. */
async function formatted(pages: readonly Page[]): Promise<Page[]> {
    const style = await resolveConfig(path.join(docsFolder, "README.md"));
    return Promise.all(
        pages.map(async (page) => ({
            ...page,
            text: await format(page.text, { ...style, parser: "markdown", proseWrap: "always" }),
        })),
    );
}

/** Pages of docs/errors whose code is no more. */
function strayPages(pages: readonly Page[]): string[] {
    const known = new Set(pages.map(({ path: page }) => page));
    const folder = path.join(docsFolder, "errors");
    const present = existsSync(folder) ? readdirSync(folder).map((name) => `errors/${name}`) : [];
    return present.filter((page) => !known.has(page));
}

async function main(check: boolean): Promise<void> {
    const pages = await formatted(renderPages());
    const stray = strayPages(pages);
    const stale = pages.filter(({ path: page, text }) => {
        const file = path.join(docsFolder, page);
        return !existsSync(file) || readFileSync(file, "utf8") !== text;
    });
    if (check) {
        for (const page of [...stale.map((page) => page.path), ...stray]) {
            process.stderr.write(`docs/${page} is not up to date; run: npm run docs\n`);
        }
        process.exitCode = stale.length + stray.length > 0 ? 1 : 0;
        return;
    }
    for (const { path: page, text } of stale) {
        const file = path.join(docsFolder, page);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
        process.stdout.write(`wrote docs/${page}\n`);
    }
    for (const page of stray) {
        rmSync(path.join(docsFolder, page));
        process.stdout.write(`removed docs/${page}\n`);
    }
}

main(process.argv.includes("--check")).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
