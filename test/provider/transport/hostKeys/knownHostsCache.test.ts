import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordNewKey } from "../../../../provider/transport/hostKeys/acceptNewKey";
import { judgeHostKey, readHostKeyRecord } from "../../../../provider/transport/hostKeys/hostKey";
import { readKnownHosts, readKnownHostsSync } from "../../../../provider/transport/hostKeys/knownHostsCache";
import { temporaryDirectory } from "../temporaryDirectory";
import { hostKeyTarget, keyOf, someKeys } from "./hostKeyTarget";

const directory = temporaryDirectory();
const { key, other } = someKeys();

let files = 0;
function newFile(text = `global1 ${key}\n`): string {
    const path = join(directory, `known_hosts_${++files}`);
    writeFileSync(path, text);
    return path;
}

/** From now on the clock is so far on that what is written now is old. */
function letTimePass(): void {
    const now = Date.now() + 60_000;
    jest.spyOn(Date, "now").mockReturnValue(now);
}

afterEach(() => {
    jest.restoreAllMocks();
});

it("a file that has not changed is read once, for those who wait and those who cannot", async () => {
    letTimePass();
    const path = newFile();
    const entries = readKnownHostsSync(path);
    expect(entries.covers("global1")).toBe(true);
    expect(await readKnownHosts(path)).toBe(entries);
    expect(readKnownHostsSync(path)).toBe(entries);
});

it("a file that may change within the same time stamp is read each time", async () => {
    const path = newFile();
    expect(await readKnownHosts(path)).not.toBe(await readKnownHosts(path));
});

it.each<[string, (path: string) => void]>([
    ["is appended to", (path) => appendFileSync(path, `global2 ${key}\n`)],
    [
        "is replaced by one of the same size and time",
        (path) => {
            const beside = newFile(`global2 ${key}\n`);
            utimesSync(beside, 1, 1);
            renameSync(beside, path);
        },
    ],
    [
        "is written over with the same size and its time put back",
        (path) => {
            writeFileSync(path, `global2 ${key}\n`);
            utimesSync(path, 1, 1);
        },
    ],
])("a file that %s is read again", async (_what, change) => {
    letTimePass();
    const path = newFile();
    utimesSync(path, 1, 1);
    expect((await readKnownHosts(path)).covers("global2")).toBe(false);
    change(path);
    expect((await readKnownHosts(path)).covers("global2")).toBe(true);
});

it("a file whose rights have changed is not taken from memory", async () => {
    letTimePass();
    const path = newFile();
    const entries = await readKnownHosts(path);
    chmodSync(path, 0o600);
    expect(await readKnownHosts(path)).not.toBe(entries);
});

it.each<[string, (path: string) => void]>([
    ["is gone", () => undefined],
    ["has become a directory", (path) => mkdirSync(path)],
])("a required file that was read before and %s vouches for nobody", async (_what, put) => {
    letTimePass();
    const path = newFile(`10.0.0.1 ${key}\n`);
    const target = hostKeyTarget({ userFiles: [{ path, required: true }] });
    expect(judgeHostKey(target, await readHostKeyRecord(target), keyOf(key)).kind).toBe("trusted");
    rmSync(path);
    put(path);
    await expect(readHostKeyRecord(target)).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
});

it("a key that was written down is on record at once", async () => {
    letTimePass();
    const path = newFile("");
    const target = hostKeyTarget({ userFiles: [{ path, required: false }], acceptNew: true });
    expect(judgeHostKey(target, await readHostKeyRecord(target), keyOf(key)).kind).toBe("new");
    await recordNewKey(target, keyOf(key));
    const record = await readHostKeyRecord(target);
    expect(judgeHostKey(target, record, keyOf(key)).kind).toBe("trusted");
    expect(judgeHostKey(target, record, keyOf(other)).kind).toBe("refused");
});

it("what was not used for long is forgotten", async () => {
    letTimePass();
    const [first, ...more] = Array.from({ length: 17 }, () => newFile());
    const entries = readKnownHostsSync(first!);
    const kept = more.map((path) => readKnownHostsSync(path));
    expect(readKnownHostsSync(more[0]!)).toBe(kept[0]);
    expect(await readKnownHosts(first!)).not.toBe(entries);
    expect(readKnownHostsSync(more[0]!)).toBe(kept[0]);
});
