import { performance } from "node:perf_hooks";
import { editsBetween } from "../../provider/solaris/configuration/edits";
import { parseExport } from "../../provider/solaris/configuration/parseExport";
import { exportText } from "../solaris/configText";
import { kernelZoneDocument, type ZoneConfigModel } from "../solaris/zoneConfig";
import { atMost, type Section } from "./figure";

const configurations = 1_000;
const limitMs = 1_000;

/** What reading and comparing many zones' configurations takes: computing alone, without hosts. */
export function configurationSection(repetitions: number): Section {
    const pairs = Array.from({ length: configurations }, (_, index) => exportsOf(`zone${index}`));
    const samples: number[] = [];
    // The first round, in which the code is still being compiled, does not count.
    for (let round = 0; round <= repetitions; round++) {
        const started = performance.now();
        compare(pairs);
        if (round > 0) {
            samples.push(performance.now() - started);
        }
    }
    return {
        title: `Configurations: ${configurations} zones, the found and the wished export read, and the edits between them`,
        notes: [
            "Each with two anets, four disks and two administrators; in the wished one memory, a link and a disk differ.",
        ],
        figures: [{ name: "all of them", unit: "ms", samples, aim: atMost(limitMs, samples, `at most ${limitMs} ms`) }],
    };
}

/** Two exports of one zone, between which there are four edits. */
function exportsOf(zone: string): readonly [found: string, wished: string] {
    const disk = (id: number): string => `iscsi://storage1/luname.naa.600144f0dbf8af1900005fd2${id}`;
    const config = (lowerLink: string, disks: readonly number[]): Partial<ZoneConfigModel> => ({
        anets: [
            { id: 0, lowerLink: "net0", macAddress: "auto", autoMacAddress: "2:8:20:e7:b8:79" },
            { id: 1, lowerLink, vlanId: 12 },
        ],
        devices: disks.map((id) => ({ id, storage: disk(id), ...(id === 0 ? { bootpri: 0 } : {}) })),
        admins: [
            { user: "jdoe", auths: "login,manage" },
            { user: "ann", auths: "migrate" },
        ],
    });
    return [
        exportText(kernelZoneDocument(zone, { ...config("net1", [0, 1, 2, 3]), memory: "4G" })),
        exportText(kernelZoneDocument(zone, { ...config("net2", [0, 1, 2, 4]), memory: "8G" })),
    ];
}

/** @throws Error where an export was not read, or has other differences than it was made with: nothing was measured then. */
function compare(pairs: readonly (readonly [found: string, wished: string])[]): void {
    for (const [found, wished] of pairs) {
        const [before, after] = [parseExport(found), parseExport(wished)];
        if (before === undefined || after === undefined || editsBetween(before, after).length !== 4) {
            throw new Error(`not the edits between\n${found}\nand\n${wished}`);
        }
    }
}
