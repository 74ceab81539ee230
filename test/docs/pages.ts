import { readFileSync } from "node:fs";
import * as path from "node:path";
import { errorCatalogue } from "../../provider/errors/catalogue";
import { migrationDefaultsSchema } from "../../provider/kernelZone/migrationDefaults";
import { kernelZoneSchema } from "../../provider/kernelZone/schema";
import { verdictTable, type VerdictRow } from "../../provider/migration/verdictTable";
import { hostViews, type HostView } from "../../provider/migration/view";
import { phaseStatus } from "../../provider/solaris/migrateTranscript";
import { hostsSchema } from "../../provider/transport/inventory/hostsSchema";
import { errorIndex, errorPage } from "./errorPages";
import { code, fillBlocks, table } from "./markdown";
import { levelsOf, renderLevels, type Level } from "./schemaReference";
import { declaredMembers, interfaceMembers, schemaComments, type DocumentedMember } from "./sourceComments";

const root = path.join(__dirname, "..", "..");
const schemaFile = path.join(root, "provider", "kernelZone", "schema.ts");
const defaultsFile = path.join(root, "provider", "kernelZone", "migrationDefaults.ts");
const stateFile = path.join(root, "provider", "kernelZone", "state.ts");
const inventoryFile = path.join(root, "provider", "transport", "inventory", "hostsSchema.ts");
const sdkFile = path.join(root, "sdk", "kernelZone.ts");

/** The folder that all pages are in. */
export const docsFolder = path.join(root, "docs");

/** A page of the documentation. */
export interface Page {
    /** Path below `docs/`. */
    readonly path: string;
    readonly text: string;
}

/** The inputs of KernelZone, level by level. */
export function kernelZoneLevels(): Level[] {
    return levelsOf(kernelZoneSchema, schemaComments(schemaFile, "kernelZoneSchema"), { root: "", key: "HOST" });
}

/** The properties of a host in `solaris:hosts`, level by level. */
export function hostLevels(): Level[] {
    return levelsOf(hostsSchema, schemaComments(inventoryFile, "hostsSchema"), { root: "solaris:hosts", key: "HOST" });
}

/** The properties of `solaris:migration`, level by level. */
export function migrationLevels(): Level[] {
    return levelsOf(migrationDefaultsSchema, schemaComments(defaultsFile, "migrationDefaultsSchema"), {
        root: "solaris:migration",
        key: "HOST",
    });
}

/** All generated pages as they should be, but for the formatting of tables. */
export function renderPages(): Page[] {
    return [
        {
            path: "reference/kernelZone.md",
            text: fillBlocks(currentText("reference/kernelZone.md"), {
                inputs: renderLevels(kernelZoneLevels(), "###"),
                outputs: renderMembers(declaredMembers(sdkFile, "KernelZone")),
                migrationRecord: renderMembers(interfaceMembers(stateFile, "MigrationRecord")),
                phases: table(
                    ["Phase", "Status that is shown meanwhile"],
                    Object.entries(phaseStatus).map(([phase, status]) => [code(phase), status]),
                ),
            }),
        },
        {
            path: "reference/hosts.md",
            text: fillBlocks(currentText("reference/hosts.md"), { hosts: renderLevels(hostLevels(), "###") }),
        },
        {
            path: "reference/migration.md",
            text: fillBlocks(currentText("reference/migration.md"), {
                migration: renderLevels(migrationLevels(), "###"),
            }),
        },
        {
            path: "reference/verdicts.md",
            text: fillBlocks(currentText("reference/verdicts.md"), { verdicts: renderVerdicts() }),
        },
        { path: "errors/README.md", text: errorIndex() },
        ...Object.entries(errorCatalogue).map(([name, description]) => ({
            path: `errors/${name}.md`,
            text: errorPage(name, description),
        })),
    ];
}

function renderVerdicts(): string {
    const views = (shown: readonly HostView[]): string =>
        shown.length === hostViews.length ? "any" : shown.map(code).join(", ");
    const source = ({ source: shown, job }: VerdictRow): string =>
        job === undefined ? views(shown) : `${views(shown)}, with the job at work`;
    return table(
        ["Source", "Target", "Verdict", "Meaning", "What is done"],
        verdictTable.map((row) => [source(row), views(row.target), code(row.verdict), row.meaning, row.action]),
    );
}

function renderMembers(members: readonly DocumentedMember[]): string {
    const rows = members.map(({ name, type, optional, comment }) => {
        if (comment === "") {
            throw new Error(`${name} has no comment in its source`);
        }
        // An output's readers get the value inside it.
        const inner = /^pulumi\.Output<(.*)>$/.exec(type)?.[1] ?? type;
        const maybe = optional ? `${inner} | undefined` : inner;
        return [code(name), code(maybe), comment];
    });
    return table(["Property", "Type", "Meaning"], rows);
}

/** The text of a page that is written by hand but for the parts between its markers. */
function currentText(page: string): string {
    return readFileSync(path.join(docsFolder, page), "utf8");
}
