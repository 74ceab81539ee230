import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { Server } from "ssh2";
import { recordNewKey } from "../../../../provider/transport/hostKeys/acceptNewKey";
import { judgeHostKey, readHostKeyRecord } from "../../../../provider/transport/hostKeys/hostKey";
import type { SshTarget } from "../../../../provider/transport/target";
import { generateKey } from "../../../solaris/sshKeys";
import { hostKeyTarget, otherPublicLine } from "./hostKeyTarget";
import { hostKeyVectors, knownHostsText, type HostKeyVector } from "./hostKeyVectors";
import { temporaryDirectory } from "../temporaryDirectory";

const absent = [
    ["ssh", "-V"],
    ["bash", "-c", ":"],
].filter(([program = "", ...argv]) => spawnSync(program, argv).error !== undefined);
if (absent.length > 0) {
    console.warn(
        `SKIPPED: host keys against OpenSSH's own ssh, for want of ${absent.map(([name]) => name).join(", ")}.`,
    );
}

const directory = temporaryDirectory();
const hostKey = generateKey("host");
const keys = {
    key: hostKey.publicLine,
    other: generateKey("other").publicLine,
    ofOtherType: otherPublicLine("ecdsa", 256),
};

/*
 * A server that lets nobody in, but takes note of each user who has come so far as to try: that user's `ssh` has
 * accepted the server's key by then. Its user names tell one run from another.
 */
const seen = new Set<string>();
const server = new Server({ hostKeys: [hostKey.privateKey] }, (client) => {
    client.on("authentication", (context) => {
        seen.add(context.username);
        context.reject();
    });
    // A client that does not like the key hangs up.
    client.on("error", () => undefined);
});
const sockets = new Set<Socket>();
const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    server.injectSocket(socket);
});
let port = 0;
beforeAll(async () => {
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    port = (listener.address() as AddressInfo).port;
});
afterAll(async () => {
    const closed = once(listener, "close");
    listener.close();
    sockets.forEach((socket) => socket.destroy());
    await closed;
});

/** Whether `ssh` accepts the server's key as that of the vector's host. */
async function acceptedBySsh(vector: HostKeyVector, file: string, mode: "yes" | "accept-new"): Promise<boolean> {
    const user = `user${seen.size}-${mode}-${file.replace(/\W/g, "")}`;
    const settings = {
        UserKnownHostsFile: file,
        GlobalKnownHostsFile: "/dev/null",
        StrictHostKeyChecking: mode,
        BatchMode: "yes",
        HashKnownHosts: "no",
        IdentityAgent: "none",
        PreferredAuthentications: "password",
        // Leads to our server whatever host and port are asked for. It must not count on ssh's SIGHUP to end it: that may
        // be ignored here, as under nohup.
        ProxyCommand: `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}; cat <&3 & cat >&3; kill $!'`,
        ...(vector.alias === undefined ? {} : { HostKeyAlias: vector.alias }),
    };
    const child = spawn(
        "ssh",
        [
            ...["-F", "none", "-l", user, "-p", String(vector.port ?? 22)],
            ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
            ...[vector.address ?? "global1.example.com", "true"],
        ],
        { stdio: "ignore", timeout: 20_000, killSignal: "SIGKILL" },
    );
    await once(child, "exit");
    return seen.has(user);
}

function targetOf({ address, port: hostPort, alias }: HostKeyVector, file: string): SshTarget {
    return hostKeyTarget({
        address: address ?? "global1.example.com",
        port: hostPort ?? 22,
        alias,
        userFiles: [{ path: file, required: true }],
        acceptNew: true,
    });
}

/** What is accepted, and what has come to the file by that: nothing where the key was known before. */
interface Outcome {
    readonly accepted: boolean;
    readonly written: string;
}

async function outcomeOfSsh(vector: HostKeyVector, file: string): Promise<Outcome> {
    const before = writeVector(vector, file);
    const accepted = await acceptedBySsh(vector, file, "accept-new");
    return { accepted, written: addedTo(file, before) };
}

async function outcomeOfOurs(vector: HostKeyVector, file: string): Promise<Outcome> {
    const before = writeVector(vector, file);
    const target = targetOf(vector, file);
    const { kind } = judgeHostKey(target, await readHostKeyRecord(target), hostKey.parsed.getPublicSSH());
    if (kind === "new") {
        await recordNewKey(target, hostKey.parsed.getPublicSSH());
    }
    return { accepted: kind !== "refused", written: addedTo(file, before) };
}

function writeVector({ lines }: HostKeyVector, file: string): string {
    // Older releases of OpenSSH add their line to the last one where that has no end.
    writeFileSync(file, `${knownHostsText(lines, keys)}\n`);
    return readFileSync(file, "latin1");
}

function addedTo(file: string, before: string): string {
    const after = readFileSync(file, "latin1");
    return after.startsWith(before) ? after.slice(before.length) : `all anew: ${after}`;
}

/** Runs something for every vector, two at a time. */
async function forAll(check: (vector: HostKeyVector, index: number) => Promise<void>): Promise<void> {
    const left = [...hostKeyVectors.entries()];
    const worker = async (): Promise<void> => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
            await check(next[1], next[0]);
        }
    };
    await Promise.all([worker(), worker()]);
}

(absent.length === 0 ? it : it.skip)(
    "OpenSSH's ssh trusts the same keys, accepts the same new ones and writes the same lines, but where a vector says why not",
    async () => {
        const theirs: Record<string, Outcome> = {};
        const ours: Record<string, Outcome> = {};
        await forAll(async (vector, index) => {
            const [theirFile, ourFile] = [join(directory, `${index}-theirs`), join(directory, `${index}-ours`)];
            theirs[vector.title] = await outcomeOfSsh(vector, theirFile);
            ours[vector.title] = await outcomeOfOurs(vector, ourFile);
            if (vector.opensshAccepts !== undefined) {
                expect([vector.title, theirs[vector.title]?.accepted]).toEqual([vector.title, true]);
                // Only where new keys are accepted is there a difference.
                writeVector(vector, theirFile);
                theirs[vector.title] = { accepted: await acceptedBySsh(vector, theirFile, "yes"), written: "" };
            }
        });
        expect(Object.keys(ours)).toHaveLength(hostKeyVectors.length);
        expect(ours).toEqual(theirs);
    },
);
