import { ConfigError } from "./configStatements";
import { requiredOf } from "./configVocabulary";
import { type ConfigDocument, resourcesOf } from "./zoneConfig";

/**
 * What `verify` and `commit` look at beyond the single values. The rules are [C] for memory, [I] for suspend; that
 * zonecfg applies them, and with these of libzonecfg's texts [A], is [U].
 *
 * @throws ConfigError
 */
export function verifyDocument(document: ConfigDocument): void {
    if (document.globals.brand === undefined || document.globals.brand === "") {
        throw new ConfigError("brand: Required property missing");
    }
    for (const { type, properties } of document.resources) {
        const missing = requiredOf(type).find((group) => group.every((name) => (properties[name] ?? "") === ""));
        if (missing !== undefined) {
            throw new ConfigError(`${type}: Required property missing`);
        }
    }
    const memory = resourcesOf(document, "capped-memory")[0]?.properties ?? {};
    const policy = memory["pagesize-policy"];
    if (memory.pagesize !== undefined && policy !== "fixed") {
        throw new ConfigError("pagesize: Incompatible settings");
    }
    if (memory["memory-reserve"] !== undefined && policy !== undefined) {
        throw new ConfigError("memory-reserve: Incompatible settings");
    }
    const suspend = resourcesOf(document, "suspend")[0]?.properties ?? {};
    if (suspend.path !== undefined && suspend.storage !== undefined) {
        throw new ConfigError("suspend: Incompatible settings");
    }
}
