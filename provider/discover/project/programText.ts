import { printComment, printLiteral, type LiteralValue } from "./literal";
import type { Selection, ZoneResource } from "./resources";

/** The program of a generated project: `index.ts`. */
export function programText({ resources, skipped }: Selection): string {
    const head = [
        'import { KernelZone } from "pulumi-solaris";',
        "",
        "// Each zone as it was found. `adopt` takes it over without changing anything; change `host` and the zone moves there.",
    ];
    const notes = skipped.flatMap(({ zoneName, host, reason }) =>
        printComment(`Not here: ${zoneName} on ${host}: ${reason}`),
    );
    return [head, ...resources.map(resourceText), ...(notes.length === 0 ? [] : [notes])]
        .map((lines) => `${lines.join("\n")}\n`)
        .join("\n");
}

function resourceText(resource: ZoneResource): string[] {
    const { resourceName, zoneName, host, state, config, remarks } = resource;
    // The types of `config` are the schema's own; whatever it holds came through JSON-like values.
    const args: LiteralValue = { zoneName, host, adopt: true, config: config as LiteralValue | undefined };
    return [
        printComment(`${zoneName} on ${host}: ${state}`),
        ...remarks.map(printComment),
        `new KernelZone(${printLiteral(resourceName)}, ${printLiteral(args)});`,
    ];
}
