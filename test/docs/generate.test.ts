import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { errorCatalogue } from "../../provider/errors/catalogue";
import { lifecycleTimeoutsSchema } from "../../provider/kernelZone/lifecycleTimeouts";
import { kernelZoneSchema } from "../../provider/kernelZone/schema";
import { hostsSchema } from "../../provider/transport/inventory/hostsSchema";
import { Inventory } from "../../provider/transport/inventory/inventory";
import { docsFolder, hostLevels, kernelZoneLevels } from "./pages";
import { renderDefault, type Level } from "./schemaReference";
import { raisedCodes } from "./sourceComments";

const root = path.join(__dirname, "..", "..");

function page(name: string): string {
    return readFileSync(path.join(docsFolder, name), "utf8");
}

/** The cells of the table row about a property, found below a heading. */
function rowInPage(text: string, heading: string, property: string): string[] {
    const section = heading === "" ? text : text.slice(text.indexOf(`### \`${heading}\``));
    const line = section.split("\n").find((candidate) => candidate.startsWith(`| \`${property}\` `));
    return (line ?? "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

describe("the generated documentation", () => {
    it("is up to date", async () => {
        const script = path.join(__dirname, "generate.ts");
        await promisify(execFile)(process.execPath, ["--import", "tsx", script, "--check"], { cwd: root });
    }, 60_000);

    it.each<[string, Level[]]>([
        ["reference/kernelZone.md", kernelZoneLevels()],
        ["reference/hosts.md", hostLevels()],
    ])("%s shows each property with the default of the schema", (name, levels) => {
        for (const { title, rows } of levels) {
            for (const row of rows) {
                const [, , , required, shown] = rowInPage(page(name), title, row.name);
                expect([title, row.name, required, shown]).toEqual([
                    title,
                    row.name,
                    row.required ? "yes" : "no",
                    renderDefault(row),
                ]);
            }
        }
    });

    it("tells the defaults that parsing really gives", () => {
        const { zoneName: _, host: __, ...parsed } = kernelZoneSchema.parse({ zoneName: "kzone1", host: "global1" });
        const documented = kernelZoneLevels();
        expect(defaultsOf(documented, "")).toEqual({
            adopt: parsed.adopt,
            allowReboot: parsed.allowReboot,
            allowHalt: parsed.allowHalt,
            driftPolicy: {},
            timeouts: {},
            hostOverrides: parsed.hostOverrides,
            migration: {},
            deletionPolicy: parsed.deletionPolicy,
        });
        expect(defaultsOf(documented, "driftPolicy")).toEqual(parsed.driftPolicy);
        const bounds = lifecycleTimeoutsSchema.parse(defaultsOf(documented, "timeouts"));
        expect(bounds).toEqual(parsed.timeouts);
        const { timeouts, ...migration } = parsed.migration;
        expect(timeouts).toEqual({});
        expect(defaultsOf(documented, "migration")).toEqual({ ...migration, timeouts });
    });

    it("tells the defaults of a host that parsing really gives", () => {
        const { global1 } = hostsSchema.parse({ global1: {} });
        expect(defaultsOf(hostLevels(), "solaris:hosts.HOST")).toEqual(global1);
        const host = Inventory.parse({ global1: {} }, { sshConfig: "none" }).get("global1");
        expect(host.address).toBe("global1");
    });

    it("has the text of the source's comments, not of an older one", () => {
        const [, , , , , meaning] = rowInPage(page("reference/kernelZone.md"), "migration", "allowDowntime");
        expect(meaning).toBe(
            "Whether the zone may be down for the move. `warm`, `cold` and `auto` need it for a zone that runs.",
        );
    });

    it("has a page for every error code that is raised in provider/ and sdk/, and none for any other", () => {
        const files = ["provider", "sdk"].flatMap((folder) =>
            readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
                .filter((file) => file.endsWith(".ts"))
                .map((file) => path.join(root, folder, file)),
        );
        const raised = [...new Set(files.flatMap(raisedCodes))].sort();
        const pages = readdirSync(path.join(docsFolder, "errors"))
            .filter((name) => name !== "README.md")
            .map((name) => path.basename(name, ".md"))
            .sort();
        expect(raised).toEqual(pages);
        expect(Object.keys(errorCatalogue).sort()).toEqual(pages);
    });

    it("links only to pages that are there", () => {
        const pages = readdirSync(docsFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
            name.endsWith(".md"),
        );
        const broken = pages.flatMap((name) =>
            [...page(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
                .map(([, target]) => path.join(path.dirname(path.join(docsFolder, name)), target!))
                .filter((target) => !isFile(target))
                .map((target) => `${name} -> ${path.relative(root, target)}`),
        );
        expect(broken).toEqual([]);
    });
});

/** The schema's own defaults of one level; properties without one are left out, as parsing leaves them out. */
function defaultsOf(levels: readonly Level[], title: string): Record<string, unknown> {
    const rows = levels.find((level) => level.title === title)?.rows ?? [];
    return Object.fromEntries(
        rows.flatMap(({ name, schemaDefault }) => (schemaDefault === undefined ? [] : [[name, schemaDefault.value]])),
    );
}

function isFile(target: string): boolean {
    try {
        return readFileSync(target).length > 0;
    } catch {
        return false;
    }
}
