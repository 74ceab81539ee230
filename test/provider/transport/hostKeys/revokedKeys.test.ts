import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, constants, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgeHostKey, readHostKeyRecord } from "../../../../provider/transport/hostKeys/hostKey";
import { hostKeyTarget, keyOf, someKeys } from "./hostKeyTarget";
import { temporaryDirectory } from "../temporaryDirectory";

const directory = temporaryDirectory();
const revokedFile = join(directory, "revoked");
const { key, other } = someKeys();

/** How a host's key is judged with a list of revoked keys; the host is pinned to it, or on record with it. */
async function judged(list: string | Buffer, way: "pinned" | "recorded"): Promise<string> {
    writeFileSync(revokedFile, list);
    const knownHosts = join(directory, "known_hosts");
    writeFileSync(knownHosts, `10.0.0.1 ${key}\n`);
    const target = hostKeyTarget({
        revokedFile,
        ...(way === "pinned" ? { pins: [key] } : { userFiles: [{ path: knownHosts, required: true }] }),
    });
    const verdict = judgeHostKey(target, await readHostKeyRecord(target), keyOf(key));
    return verdict.kind === "refused" ? verdict.error.message : verdict.kind;
}

describe.each(["pinned", "recorded"] as const)("a %s key", (way) => {
    it("is refused where the list of revoked keys has it, with file and line", async () => {
        const message = await judged(`# lost with the old disk\n${other}\n${key} global1\n`, way);
        expect(message).toMatch(/^HOST_KEY_MISMATCH: .*has been revoked/);
        expect(message).toContain(`revoked at ${revokedFile}:3`);
    });

    it("is trusted where the list has others, comments and lines that are no keys", async () => {
        expect(await judged(`\n# ${key}\n${other}\nrubbish\n${key.slice(0, -4)}\n`, way)).toBe("trusted");
    });
});

it("a list that cannot be read vouches for nobody", async () => {
    const target = hostKeyTarget({ revokedFile: join(directory, "missing"), pins: [key] });
    await expect(readHostKeyRecord(target)).rejects.toMatchObject({ code: "HOST_KEY_UNKNOWN" });
});

describe("a list that is no file", () => {
    let pipe: number | undefined;

    // Whoever reads it all the same comes to its end with this.
    afterEach(() => {
        if (pipe !== undefined) {
            closeSync(pipe);
            pipe = undefined;
        }
    });

    it.each(["pipe", "directory"])("but a %s is not waited for, and vouches for nobody", async (kind) => {
        const list = join(directory, kind);
        execFileSync(kind === "pipe" ? "mkfifo" : "mkdir", [list]);
        if (kind === "pipe") {
            pipe = openSync(list, constants.O_RDWR | constants.O_NONBLOCK);
        }
        const target = hostKeyTarget({ revokedFile: list, pins: [key] });
        await expect(readHostKeyRecord(target)).rejects.toMatchObject({
            code: "HOST_KEY_UNKNOWN",
            details: { lines: ["it is no regular file"] },
        });
    });
});

it("an empty list can be /dev/null", async () => {
    const target = hostKeyTarget({ revokedFile: "/dev/null", pins: [key] });
    expect(judgeHostKey(target, await readHostKeyRecord(target), keyOf(key)).kind).toBe("trusted");
});

const keygen = spawnSync("ssh-keygen", ["-?"]).error === undefined;
if (!keygen) {
    console.warn("SKIPPED: a binary list of revoked keys, for want of ssh-keygen.");
}
(keygen ? it : it.skip)("a binary list is refused with that reason", async () => {
    const list = join(directory, "list.krl");
    writeFileSync(join(directory, "key.pub"), `${key}\n`);
    execFileSync("ssh-keygen", ["-q", "-k", "-f", list, join(directory, "key.pub")]);
    const target = hostKeyTarget({ revokedFile: list, pins: [key] });
    await expect(readHostKeyRecord(target)).rejects.toMatchObject({
        code: "SSH_CONFIG_UNSUPPORTED",
        message: expect.stringContaining("binary list") as string,
    });
});
