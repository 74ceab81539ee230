import { parseExport } from "../../../../provider/solaris/configuration/parseExport";
import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { printCreation, printEdits } from "../../../../provider/solaris/configuration/printScript";
import type { Edit } from "../../../../provider/solaris/configuration/edits";
import { ConfigEditor } from "../../../solaris/configEditor";
import { statementsOf } from "../../../solaris/configStatements";
import { exportText } from "../../../solaris/configText";

const vocabulary = {
    hostCompatible: ["memlzr", "adi", "level1", "level2", "native"],
    cpuArch: ["generic", "migration-class1"],
    properties: ["invented", "unheard-of"],
    resources: { "invented-a": ["name", "importance"], "invented-b": ["name", "importance"] },
};

/** A zone's stored configuration as the simulated zonecfg keeps it, fed with scripts and read by its export. */
export class StoredZone {
    private readonly editor = new ConfigEditor({ globals: {}, resources: [] }, vocabulary);

    /** The zone that a document makes. */
    static of(document: ConfigurationDocument): StoredZone {
        const zone = new StoredZone();
        zone.feed(printCreation(document).script);
        return zone;
    }

    apply(edits: readonly Edit[]): void {
        this.feed(printEdits(edits).script);
    }

    get document(): ConfigurationDocument {
        const document = parseExport(exportText(this.editor.result()));
        if (document === undefined) {
            throw new Error("the simulated export cannot be read");
        }
        return document;
    }

    private feed(script: string): void {
        for (const { text } of statementsOf(script).filter((statement) => statement.text !== "create -b")) {
            this.editor.execute(text);
        }
    }
}
