import assert from "node:assert/strict";
import { grantOf, parseAuthorizations } from "../../../provider/solaris/auths";
import { parseUtcTime } from "../../../provider/solaris/clock";
import type { ConfigurationDocument } from "../../../provider/solaris/configuration/document";
import { parseInfo } from "../../../provider/solaris/configuration/parseInfo";
import { parseDatalinks } from "../../../provider/solaris/dladm";
import { parseStatus, parseWord } from "../../../provider/solaris/job/jobCalls";
import { parseJobList } from "../../../provider/solaris/job/jobList";
import { parseRequest } from "../../../provider/solaris/job/jobRequest";
import { loginObstacle } from "../../../provider/solaris/loginToTarget";
import { parseMachineIdentity } from "../../../provider/solaris/machine";
import { failureDetail, failureText, phaseOf, withoutPrefix } from "../../../provider/solaris/migrateTranscript";
import { parseMemory } from "../../../provider/solaris/memorySize";
import { parseProcessorType } from "../../../provider/solaris/processorType";
import { hasProfile, parseProfiles } from "../../../provider/solaris/profiles";
import { parsePhysicalMemory } from "../../../provider/solaris/prtconf";
import { parseProcessors } from "../../../provider/solaris/psrinfo";
import { parseConfigurations } from "../../../provider/solaris/parseConfigurations";
import { redactLines } from "../../../provider/solaris/redact";
import { judgeRelease, parseRelease } from "../../../provider/solaris/release";
import { parseStorageUri } from "../../../provider/solaris/storageUri";
import { parseServiceStates } from "../../../provider/solaris/svcs";
import { parseMaintenance } from "../../../provider/solaris/sysadm";
import { isUsageError } from "../../../provider/solaris/tool";
import { parseUserId } from "../../../provider/solaris/userId";
import { anetIds, anetOf, describesSameZone, parseExport, sizeOf } from "../../../provider/solaris/zoneConfiguration";
import { zoneNameSchema } from "../../../provider/solaris/zoneName";
import { parseGuestState } from "../../../provider/solaris/zoneService";
import { parseAuxiliaryStates, parseZoneList } from "../../../provider/solaris/zoneadmList";

const zoneName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const split = (text: string): string[] => text.split("\n");

// What the host does not know, so that no text of its own can be taken for a line of the script's.
const mark = "configurations-0123456789ab";

/** A whole answer of a host with one zone that does not run, for which zonecfg prints the text and ends with the status. */
function answerAround(text: string, status: number): string {
    const before = [`${mark} zone kzone1 installed`, `${mark} stored ${status}`];
    return [...before, text, `${mark} end kzone1`, `${mark} done`].join("\n");
}

function assertSane({ properties, resources }: ConfigurationDocument): void {
    const word = /^[a-z][a-z0-9-]*$/;
    for (const each of [properties, ...resources.map((resource) => resource.properties)]) {
        assert.ok([...each].every(([name, values]) => word.test(name) && values.every((value) => value !== "")));
    }
    assert.ok(resources.every(({ type }) => word.test(type)));
}

/** Everything that reads what a host prints: applied to a text, with what must hold of the answer whatever the text is. */
export const parsers: Readonly<Record<string, (text: string) => void>> = {
    "the list of zones": (text) => {
        for (const { name, state, uuid } of parseZoneList(text)) {
            assert.match(name, zoneName);
            assert.match(state, /^[a-z_]+$/);
            assert.match(uuid ?? "", /^(?:[0-9a-f-]{36})?$/);
        }
    },
    "auxiliary states": (text) => {
        for (const [name, states] of parseAuxiliaryStates(text)) {
            assert.match(name, zoneName);
            assert.ok(states.every((state) => /^[a-z][a-z-]*$/.test(state)));
        }
    },
    "an exported configuration": (text) => {
        const configuration = parseExport(text);
        if (configuration === undefined) {
            return;
        }
        // The script is made of lines of the text and goes to zonecfg: nothing that is no command may be in it.
        const { script } = configuration;
        assert.match(script, /^(?:[^\S\n]*(?:create|set|add|end|select|remove|clear)\b[^\n]*\n)+$/);
        const printed = new Set(split(text).map((line) => line.replace(/\r$/, "")));
        assert.ok(split(script.slice(0, -1)).every((line) => printed.has(line)));
        assert.equal(parseExport(script)?.script, script);
        assert.ok(describesSameZone(configuration, configuration));
        const { memoryBytes, vcpus } = sizeOf(configuration);
        assert.ok(Number.isFinite(memoryBytes ?? 0) && Number.isFinite(vcpus ?? 0));
        assert.ok(anetOf(configuration, 0) === undefined || anetIds(configuration).includes("0"));
    },
    "the listing of a configuration": (text) => {
        // With the header too, so that the lines behind it are read and not only looked for.
        for (const listing of [parseInfo(text), parseInfo(`zonename: kzone1\n${text}`)]) {
            if (listing !== undefined) {
                assertSane(listing);
            }
        }
    },
    "the configurations of a host": (text) => {
        assert.equal(parseConfigurations(mark, text), undefined);
        const whole = parseConfigurations(mark, answerAround(text, 0));
        assert.deepEqual([...(whole?.zones.keys() ?? [])], ["kzone1"]);
        assert.deepEqual(whole?.rest, []);
        // What was printed of a configuration by the time that zonecfg failed can hold the zone's key.
        const stored = parseConfigurations(mark, answerAround(text, 1))?.zones.get("kzone1")?.stored;
        assert.deepEqual(stored, { kind: "unknown", reason: "zonecfg export: exit code 1" });
    },
    "the state of a guest": (text) => {
        assert.ok(["up", "degraded", "coming", "failed", "untold"].includes(parseGuestState(text)));
        assert.equal(parseGuestState(`${text}\nonline\n`), "up");
        assert.equal(parseGuestState(`${text}\nonline*\n`), "coming");
    },
    "storage URIs": (text) => {
        const parsed = parseStorageUri(text);
        assert.deepEqual(parseStorageUri(parsed.comparable), parsed);
    },
    sizes: (text) => {
        assert.ok((parseMemory(text) ?? 0) >= 0);
    },
    "the lines of a migration": (text) => {
        const lines = split(text);
        lines.forEach((line) => {
            assert.ok(line.includes(withoutPrefix(line)));
            phaseOf(line);
        });
        assert.ok(text.endsWith(failureDetail(lines).join("\n")));
        assert.doesNotMatch(failureText(lines), /\n|\s\s/);
        isUsageError(1, lines);
    },
    "the identity of a machine": (text) => {
        const identity = parseMachineIdentity(text, text);
        assert.match(identity?.hostid ?? "0", /^[0-9a-f]{1,8}$/);
        assert.match(identity?.nodeName ?? "x", /^[A-Za-z0-9_.-]+$/);
    },
    redaction: (text) => {
        const lines = split(text);
        for (const line of redactLines(lines)) {
            assert.ok(line === "[configuration not shown]" || lines.includes(line));
        }
    },
    "names of zones": (text) => {
        const valid = zoneName.test(text) && text.length < 64 && !/^(?:global$|SUNW|SYS)/.test(text);
        assert.equal(zoneNameSchema.safeParse(text).success, valid);
    },
    rights: (text) => {
        const held = parseAuthorizations(text);
        const grant = grantOf(held, "solaris.zone.migrate");
        assert.ok(grant === undefined || held.length > 0);
        assert.ok(!hasProfile(parseProfiles(text), ""));
        assert.ok((parseUserId(text) ?? 0) >= 0);
    },
    "the state of a host": (text) => {
        const release = parseRelease(text);
        assert.ok(release === undefined || ["11.4", "older", "other"].includes(judgeRelease(release)));
        assert.ok(["i386", "sparc", undefined].includes(parseProcessorType(text)));
        assert.ok(Number.isFinite(parseUtcTime(text) ?? 0));
        for (const fmri of parseServiceStates(text).keys()) {
            assert.match(fmri, /^svc:\/\S+$/);
        }
        const maintenance = parseMaintenance(split(text));
        assert.ok(maintenance.kind !== "unknown" || maintenance.lines.length > 0);
        loginObstacle(split(text));
        for (const size of [parsePhysicalMemory(text), parseProcessors(text)?.count]) {
            assert.ok(size === undefined || (Number.isFinite(size) && size > 0));
        }
        assert.ok(parseDatalinks(text).every((link) => /^\S+$/.test(link)));
    },
    "what a job says": (text) => {
        const lines = split(text).map((line) => ({ stream: "stdout" as const, text: line }));
        assert.ok(lines.every((line) => parseWord("@0123456789ab:", line) === undefined));
        assert.equal(parseJobList("@0123456789ab:", lines), undefined);
        const request = parseRequest(split(text));
        assert.ok(request === undefined || ["live", "warm", "cold"].includes(request.method));
        assert.ok(["done", "failed", "held", "stopped"].includes(parseStatus(text).kind));
    },
};
