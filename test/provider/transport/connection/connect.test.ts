import dns from "node:dns";
import { promises as fs } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { connect } from "../../../../provider/transport/connection/connect";
import { connectObstacleIn } from "../../../../provider/transport/connection/connectObstacle";
import { ConnectFault } from "../../../../provider/transport/connection/connectFault";
import { timerMs } from "../../../../provider/transport/timerMs";
import { KeptPort } from "../../../solaris/keptPort";
import { generateKey } from "../../../solaris/sshKeys";
import { inventoryHost } from "../hostBuilder";
import { sshTarget } from "../sshTarget";
import { usePatientClock } from "../../../patientClock";

afterEach(() => {
    jest.restoreAllMocks();
});
usePatientClock();

const hostKey = generateKey("any").fingerprint;

describe("a name with several addresses that all refuse", () => {
    it("is tried again, and each address's refusal is told", async () => {
        const kept = await KeptPort.keep();
        const { port } = kept;
        const lookup = (_name: string, _options: object, found: (error: null, addresses: object[]) => void): void => {
            found(null, [
                { address: "127.0.0.2", family: 4 },
                { address: "127.0.0.1", family: 4 },
            ]);
        };
        jest.spyOn(dns, "lookup").mockImplementation(lookup as typeof dns.lookup);
        const target = inventoryHost({ address: "dual.example", port, agent: false, hostKey, connectTimeout: 1 });
        const waits: string[] = [];
        const opening = connect(target, undefined, { told: () => undefined, status: (text) => waits.push(text) });
        await expect(opening).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
            details: {
                message: expect.stringMatching(/^no SSH connection to .*: connection refused$/) as string,
                lines: [
                    expect.stringContaining(
                        `connect ECONNREFUSED 127.0.0.2:${port}; connect ECONNREFUSED 127.0.0.1:${port} (while connecting`,
                    ),
                ],
                cause: { code: "ECONNREFUSED" },
            },
        });
        expect(waits.length).toBeGreaterThan(0);
        kept.release();
    });
});

describe("a key file that cannot be read in time", () => {
    it("is told apart from a host that gives no answer", async () => {
        jest.spyOn(fs, "stat").mockReturnValue(new Promise(() => undefined));
        const target = sshTarget({
            hostKeys: { ...sshTarget().hostKeys, pins: [hostKey] },
            login: { identityFiles: [{ path: "/net/stale/key", from: "hosts" }] },
            connectTimeout: 0.1,
        });
        const opening = connect(target, undefined, { told: () => undefined, status: () => undefined });
        await expect(opening).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
            details: {
                message: expect.stringMatching(/: timed out while key files and the SSH agent were read$/) as string,
                lines: ["no answer within 0.1 s (while key files and the SSH agent were read)"],
            },
        });
    });
});

describe("what is in the way", () => {
    it.each([
        ["getaddrinfo ENOTFOUND nowhere", "unknownName"],
        ["connect ENETUNREACH fd00::1:22; connect ECONNREFUSED 10.0.0.1:22", "refused"],
        ["(SSH) Channel open failure: Connection timed out", "noAnswer"],
        ["connect EHOSTUNREACH 10.0.0.1:22", "noRoute"],
        ["Protocol version not supported", undefined],
    ])("by %j is %s", (text, obstacle) => {
        expect(connectObstacleIn(text)).toBe(obstacle);
    });

    it("is told by the phase where it is nothing usual, and in full below", async () => {
        const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as { port: number };
        const target = inventoryHost({ address: "127.0.0.1", port, agent: false, hostKey, connectTimeout: 0.3 });
        const opening = connect(target, undefined, { told: () => undefined, status: () => undefined });
        await expect(opening).rejects.toMatchObject({
            code: "HOST_UNREACHABLE",
            details: {
                message: expect.stringMatching(/: it broke off during the SSH handshake$/) as string,
                lines: [
                    expect.stringMatching(/^Connection lost before handshake \(during the SSH handshake/),
                    "the server said: HTTP/1.1 400 Bad Request",
                ],
            },
        });
        server.close();
    });
});

describe("a fault", () => {
    it("keeps nothing of the server's text as it came", () => {
        const fault = new ConnectFault("login", Object.assign(new Error("go\u001b[2J away"), { code: 2 }));
        expect(fault.message).toBe("go\\x1b[2J away");
        expect(fault.code).toBe(2);
        expect(fault.cause).toBeUndefined();
    });

    it("has the codes of all addresses", () => {
        const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
        const unreachable = Object.assign(new Error("no route"), { code: "ENETUNREACH" });
        const fault = new ConnectFault("connecting", new AggregateError([unreachable, refused]));
        expect(fault.message).toBe("no route; refused");
        expect(fault.codes).toEqual([undefined, "ENETUNREACH", "ECONNREFUSED"]);
        expect(fault.code).toBe("ENETUNREACH");
    });
});

it("a timer is set for no longer than it can take", () => {
    expect([-5, 0, 20.5, 3e9].map(timerMs)).toEqual([0, 0, 20.5, 2_147_483_647]);
});
