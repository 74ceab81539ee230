import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArguments } from "../../../provider/cli/arguments";

const root = resolve(__dirname, "../../..");

const pages = [
    "README.md",
    ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".md"))
        .map((path) => join("docs", path)),
];

/** The calls of the command line in a page: neither a synopsis nor a command that is only named. */
function callsIn(page: string): string[] {
    return [...readFileSync(join(root, page), "utf8").matchAll(/npx pulumi-solaris ([^`#|\n]+)/g)]
        .map(([, call = ""]) => call.trim())
        .filter((call) => call.includes(" ") && !/\[|\.\.\./.test(call));
}

const documented = pages.flatMap((page) => callsIn(page).map((call) => [page, call] as const));

it("the pages show calls", () => {
    expect(documented.length).toBeGreaterThan(8);
});

it.each(documented)("%s: %s is right, by the names that options have now", (_page, call) => {
    const asked = parseArguments(call.split(" "));
    expect(asked.kind).not.toBe("mistake");
    if (asked.kind === "check-host") {
        expect(call).not.toContain("--hosts ");
    }
});
