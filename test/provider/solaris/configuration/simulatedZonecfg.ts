import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { type ExportedConfiguration, parseExport } from "../../../../provider/solaris/configuration/parseExport";
import { parseInfo } from "../../../../provider/solaris/configuration/parseInfo";
import { ConfigEditor } from "../../../solaris/configEditor";
import { statementsOf } from "../../../solaris/configStatements";
import { exportText } from "../../../solaris/configText";
import type { ConfigDocument } from "../../../solaris/zoneConfig";

/*
 * zonecfg of the simulated hosts, without a host around it. It is lenient: what is known of a release and of values is
 * its own tests' concern, and documents here have names that no release knows.
 */
const vocabulary = { hostCompatible: [], cpuArch: [], lenient: true };
const empty: ConfigDocument = { globals: {}, resources: [] };

/**
 * What a configuration is after a script, as its export has it.
 *
 * @param look Called after each command, with the configuration as it is at that moment.
 */
export function simulateZonecfg(
    script: string,
    before: ConfigDocument = empty,
    look: (command: string, document: ConfigDocument) => void = () => undefined,
): ConfigDocument {
    const editor = new ConfigEditor(before, vocabulary);
    for (const { text } of statementsOf(script)) {
        if (!text.startsWith("create ")) {
            editor.execute(text);
            look(text, editor.document);
        }
    }
    return editor.result();
}

/** A configuration of the simulated hosts as this provider reads it from an export. */
export function exported(document: ConfigDocument): ConfigurationDocument {
    return exportOf(exportText(document));
}

/** @throws Error where it is none. */
export function exportOf(text: string): ExportedConfiguration {
    const document = parseExport(text);
    if (document === undefined) {
        throw new Error(`no export was read in:\n${text}`);
    }
    return document;
}

/** @throws Error where it is none. */
export function infoOf(text: string): ConfigurationDocument {
    const document = parseInfo(text);
    if (document === undefined) {
        throw new Error(`no listing was read in:\n${text}`);
    }
    return document;
}
