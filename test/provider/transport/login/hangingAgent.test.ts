import { join } from "node:path";
import { SolarisError } from "../../../../provider/errors/solarisError";
import { Connection } from "../../../../provider/transport/connection/connection";
import type { HostArgs } from "../../../../provider/transport/inventory/inventory";
import { generateKey } from "../../../solaris/sshKeys";
import { temporaryDirectory } from "../temporaryDirectory";
import { until } from "../until";
import { HangingAgent } from "./hangingAgent";
import { LoginServer, type AnswerLogin } from "./loginServer";
import { usePatientClock } from "../../../patientClock";

const directory = temporaryDirectory();
const stops: (() => unknown)[] = [];
let agents = 0;

afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) {
        await stop();
    }
});
usePatientClock();

async function startAgent(keys?: Parameters<typeof HangingAgent.start>[1]): Promise<HangingAgent> {
    const agent = await HangingAgent.start(join(directory, `agent${++agents}`), keys);
    stops.push(() => agent.stop());
    return agent;
}

/** Takes any key for the right one, until a signature is wanted, and the password only where so told. */
function takes(password: boolean): AnswerLogin {
    return (context) => {
        if (context.method === "publickey" || (password && context.method === "password")) {
            context.accept();
        } else {
            context.reject(["publickey", "password"]);
        }
    };
}

/** Logs in; gives the error where that fails, and the milliseconds that it took. */
async function logIn(answer: AnswerLogin, keys: HostArgs): Promise<{ error: SolarisError | undefined; ms: number }> {
    const server = await LoginServer.start(answer);
    stops.push(() => server.stop());
    const started = performance.now();
    const result = await Connection.open(server.host(keys)).catch((error: unknown) => error);
    const ms = performance.now() - started;
    if (result instanceof Connection) {
        result.close();
        return { error: undefined, ms };
    }
    if (!SolarisError.isInstance(result)) {
        throw result;
    }
    return { error: result, ms };
}

describe("an agent that does not tell its keys", () => {
    it("leaves time for the other ways in, and no socket open", async () => {
        const agent = await startAgent();
        const { error, ms } = await logIn(takes(true), { agent: agent.socket, connectTimeout: 2 });
        expect(error).toBeUndefined();
        expect(ms).toBeLessThan(2_000);
        expect(agent.asked).toEqual({ list: 1, sign: 0 });
        await until(() => agent.open.size === 0);
    });

    it("is named where the login is refused", async () => {
        const agent = await startAgent();
        const { error } = await logIn(takes(false), { agent: agent.socket, connectTimeout: 1 });
        expect(error?.code).toBe("LOGIN_REFUSED");
        expect(error?.details.lines).toContainEqual(
            expect.stringMatching(/^passed over: the SSH agent: no answer within 0\.[1-5] s$/),
        );
    });
});

describe("an agent that does not sign", () => {
    const keys = [generateKey("first"), generateKey("second")];

    it("is asked once, and leaves time for the other ways in, and no socket open", async () => {
        const agent = await startAgent(keys);
        const { error, ms } = await logIn(takes(true), { agent: agent.socket, connectTimeout: 2 });
        expect(error).toBeUndefined();
        expect(ms).toBeLessThan(2_000);
        expect(agent.asked).toEqual({ list: 1, sign: 1 });
        await until(() => agent.open.size === 0);
    });

    it("is named for each of its keys that would have been right, where the login is refused", async () => {
        const agent = await startAgent(keys);
        const { error } = await logIn(takes(false), { agent: agent.socket, connectTimeout: 1 });
        expect(error?.code).toBe("LOGIN_REFUSED");
        const passedOver = error?.details.lines?.filter((line) => line.startsWith("passed over"));
        expect(passedOver?.map((line) => line.replace(/0\.[1-5] s$/, "T"))).toEqual(
            keys.map(
                ({ fingerprint }) => `passed over: the SSH agent's key ssh-ed25519 ${fingerprint}: no answer within T`,
            ),
        );
    });

    it("is left where the host closes the connection meanwhile", async () => {
        const agent = await startAgent(keys);
        const { error } = await logIn(
            (context, socket) => {
                takes(true)(context, socket, undefined as never);
                if (context.method === "publickey") {
                    void until(() => agent.asked.sign === 1).then(() => socket.destroy());
                }
            },
            { agent: agent.socket, connectTimeout: 20 },
        );
        expect(error?.code).toBe("HOST_UNREACHABLE");
        await until(() => agent.open.size === 0);
    });
});
