import { grantOf, parseAuthorizations } from "../../../provider/solaris/auths";
import { parseUtcTime } from "../../../provider/solaris/clock";
import { loginObstacle } from "../../../provider/solaris/loginToTarget";
import { parseMachineIdentity } from "../../../provider/solaris/machine";
import { failureDetail, failureText, phaseOf, withoutPrefix } from "../../../provider/solaris/migrateTranscript";
import { parseProcessorType } from "../../../provider/solaris/processorType";
import { hasProfile, parseProfiles } from "../../../provider/solaris/profiles";
import { redactLines } from "../../../provider/solaris/redact";
import { judgeRelease, parseRelease } from "../../../provider/solaris/release";
import { parseServiceStates } from "../../../provider/solaris/svcs";
import { parseMaintenance } from "../../../provider/solaris/sysadm";
import { isUsageError } from "../../../provider/solaris/tool";
import { parseUserId } from "../../../provider/solaris/userId";
import {
    anetIds,
    anetOf,
    describesSameZone,
    parseExport,
    parseMemory,
    sizeOf,
} from "../../../provider/solaris/zoneConfiguration";
import { zoneNameSchema } from "../../../provider/solaris/zoneName";
import { parseAuxiliaryStates, parseZoneList } from "../../../provider/solaris/zoneadmList";

const zoneName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const split = (text: string): string[] => text.split("\n");

/** Everything that reads what a host prints: applied to a text, with what must hold of the answer whatever the text is. */
export const parsers: Readonly<Record<string, (text: string) => void>> = {
    "the list of zones": (text) => {
        for (const { name, state, uuid } of parseZoneList(text)) {
            expect(name).toMatch(zoneName);
            expect(state).toMatch(/^[a-z_]+$/);
            expect(uuid ?? "").toMatch(/^(?:[0-9a-f-]{36})?$/);
        }
    },
    "auxiliary states": (text) => {
        for (const [name, states] of parseAuxiliaryStates(text)) {
            expect(name).toMatch(zoneName);
            expect(states.every((state) => /^[a-z][a-z-]*$/.test(state))).toBe(true);
        }
    },
    "an exported configuration": (text) => {
        const configuration = parseExport(text);
        if (configuration === undefined) {
            return;
        }
        // The script is made of lines of the text and goes to zonecfg: nothing that is no command may be in it.
        const { script } = configuration;
        expect(script).toMatch(/^(?:[^\S\n]*(?:create|set|add|end|select|remove|clear)\b.*\n)+$/);
        const printed = new Set(split(text).map((line) => line.replace(/\r$/, "")));
        expect(split(script.trimEnd()).every((line) => printed.has(line) || printed.has(line.trimEnd()))).toBe(true);
        expect(parseExport(script)?.script).toBe(script);
        expect(describesSameZone(configuration, configuration)).toBe(true);
        const { memoryBytes, vcpus } = sizeOf(configuration);
        expect(Number.isFinite(memoryBytes ?? 0) && Number.isFinite(vcpus ?? 0)).toBe(true);
        expect(anetOf(configuration, 0) === undefined || anetIds(configuration).includes("0")).toBe(true);
    },
    sizes: (text) => {
        expect(parseMemory(text) ?? 0).toBeGreaterThanOrEqual(0);
    },
    "the lines of a migration": (text) => {
        const lines = split(text);
        lines.forEach((line) => {
            expect(line).toContain(withoutPrefix(line));
            phaseOf(line);
        });
        expect(text.endsWith(failureDetail(lines).join("\n"))).toBe(true);
        expect(failureText(lines)).not.toMatch(/\n|\s\s/);
        isUsageError(1, lines);
    },
    "the identity of a machine": (text) => {
        const identity = parseMachineIdentity(text, text);
        expect(identity?.hostid ?? "0").toMatch(/^[0-9a-f]{1,8}$/);
        expect(identity?.nodeName ?? "x").toMatch(/^[A-Za-z0-9_.-]+$/);
    },
    "redaction": (text) => {
        const lines = split(text);
        for (const line of redactLines(lines)) {
            expect(line === "[configuration not shown]" || lines.includes(line)).toBe(true);
        }
    },
    "names of zones": (text) => {
        expect(zoneNameSchema.safeParse(text).success).toBe(
            zoneName.test(text) && text.length < 64 && !/^(?:global$|SUNW|SYS)/.test(text),
        );
    },
    "rights": (text) => {
        const held = parseAuthorizations(text);
        const grant = grantOf(held, "solaris.zone.migrate");
        expect(grant === undefined || held.length > 0).toBe(true);
        expect(hasProfile(parseProfiles(text), "")).toBe(false);
        expect(parseUserId(text) ?? 0).toBeGreaterThanOrEqual(0);
    },
    "the state of a host": (text) => {
        const release = parseRelease(text);
        expect(["11.4", "older", "other"]).toContain(release === undefined ? "other" : judgeRelease(release));
        expect(["i386", "sparc", undefined]).toContain(parseProcessorType(text));
        expect(Number.isFinite(parseUtcTime(text) ?? 0)).toBe(true);
        for (const fmri of parseServiceStates(text).keys()) {
            expect(fmri).toMatch(/^svc:\/\S+$/);
        }
        const maintenance = parseMaintenance(split(text));
        expect(maintenance.kind !== "unknown" || maintenance.lines.length > 0).toBe(true);
        loginObstacle(split(text));
    },
};
