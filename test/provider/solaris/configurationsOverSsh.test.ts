import { valueOf } from "../../../provider/solaris/hostFacts";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { sizeOf } from "../../../provider/solaris/zoneConfiguration";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { startFleet, type Fleet, type HostSpec } from "../../solaris";
import { inventoryOf } from "../transport/hostBuilder";
import { exited, ScriptedRunner } from "./scriptedRunner";

let fleet: Fleet | undefined;
let pool: ConnectionPool | undefined;

afterEach(async () => {
    await pool?.close();
    await fleet?.stop();
    pool = fleet = undefined;
});

async function start(spec: Partial<HostSpec> = {}): Promise<SolarisHosts> {
    const zones = [
        { name: "kzone1", config: { memory: "8G" }, liveConfig: { memory: "6G" } },
        { name: "kzone2", state: "installed" as const },
        { name: "left", state: "configured" as const },
        { name: "native", brand: "solaris" },
    ];
    fleet = await startFleet({ hosts: [{ name: "global1", zones, ...spec }] });
    const inventory = inventoryOf(fleet.inventory());
    pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    return new SolarisHosts(inventory, pool);
}

/** `MEMORY STORED/MEMORY RUNNING` by zone. */
async function memories(hosts: SolarisHosts): Promise<Record<string, string>> {
    const { zones } = await hosts.configurations("global1", 0);
    const shown = [...zones].map(([name, { stored, running }]) => {
        const memory = [stored, running].map((fact) => {
            const configuration = fact === undefined ? undefined : valueOf(fact);
            return configuration === undefined ? "-" : (sizeOf(configuration).memoryBytes ?? 0) / 1024 ** 3;
        });
        return [name, memory.join("/")] as const;
    });
    return Object.fromEntries(shown);
}

const variants: [string, Partial<HostSpec>][] = [
    ["plain", {}],
    ["that prints around its answers", { noise: { stdout: "create -b\nWelcome\n", stderr: "motd\n" } }],
    ["that speaks German", { locale: "de" }],
    ["that wants sudo", { requirePrivilege: "sudo" }],
];

it.each(variants)("of a host %s, they come in one command", async (_what, spec) => {
    const hosts = await start(spec);
    expect(await memories(hosts)).toEqual({ kzone1: "8/6", kzone2: "4/-", left: "4/-" });
    expect(fleet?.host("global1").execs).toHaveLength(1);
});

it("of a host of 11.3, the stored ones alone", async () => {
    const hosts = await start({ release: "11.3" });
    const { zones } = await hosts.configurations("global1", 0);
    expect(zones.get("kzone1")?.stored.kind).toBe("known");
});

it("are shared by all who ask at the same time, and asked again where they are too old", async () => {
    const hosts = await start();
    const both = await Promise.all([hosts.configurations("global1", 1_000), hosts.configurations("global1", 1_000)]);
    expect(both[0]).toBe(both[1]);
    await hosts.configurations("global1", 0);
    expect(fleet?.host("global1").execs).toHaveLength(2);
    // Something is about to change there.
    hosts.forget("global1");
    await hosts.configurations("global1", 60_000);
    expect(fleet?.host("global1").execs).toHaveLength(3);
    await expect(hosts.configurations("nosuch", 0)).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
});

it("hundreds of zones are read by one command", async () => {
    const zones = Array.from({ length: 500 }, (_, index) => ({ name: `kz${index}` }));
    const hosts = await start({ zones, memory: "4T" });
    const read = await hosts.configurations("global1", 0);
    expect(read.zones.size).toBe(500);
    expect([...read.zones.values()].every(({ stored }) => stored.kind === "known")).toBe(true);
    expect(fleet?.host("global1").execs).toHaveLength(1);
});

describe("an answer that is not as it should be", () => {
    const secret = "raw=0123456789abcdef";
    const withAnswer = (...answers: ((mark: string) => ReturnType<typeof exited>)[]): SolarisHosts => {
        const runner = new ScriptedRunner({
            "zone configurations": answers.map(
                (answer) =>
                    ({ argv }) =>
                        answer(String(argv[6])),
            ),
        });
        return new SolarisHosts(inventoryOf({ global1: {} }), runner);
    };
    const zone = (mark: string, name: string): string =>
        `${mark} zone ${name} installed\n${mark} stored 0\ncreate -b\nset brand=solaris-kz\n${mark} end ${name}\n`;

    it.each<[string, (mark: string) => ReturnType<typeof exited>, string]>([
        ["breaks off", (mark) => exited(0, `${mark} zone a installed\n${secret}\n`), "OUTPUT_NOT_UNDERSTOOD"],
        ["fails", () => exited(1, `set ${secret}\n`, "sh: no\n"), "COMMAND_FAILED"],
        [
            "was too long",
            (mark) => ({ ...exited(0, `${zone(mark, "a")}${mark} done\n`), cut: { stdout: 5, stderr: 0 } }),
            "OUTPUT_NOT_UNDERSTOOD",
        ],
        ["never comes to an end", (mark) => exited(0, `${mark} rest a\n${mark} done\n`), "OUTPUT_NOT_UNDERSTOOD"],
    ])("%s: an error, with no secret in it, and asked again next time", async (_what, answer, code) => {
        const hosts = withAnswer(answer);
        const error = await hosts.configurations("global1", 1_000).catch((reason: unknown) => reason as Error);
        expect(error).toMatchObject({ code });
        expect((error as Error).message).not.toContain(secret);
        await expect(hosts.configurations("global1", 1_000)).rejects.toThrow();
    });

    it("that has not room for all is continued", async () => {
        const hosts = withAnswer(
            (mark) => exited(0, `${zone(mark, "a")}${mark} rest b\n${mark} rest c\n${mark} done\n`),
            (mark) => exited(0, `${zone(mark, "b")}${mark} rest c\n${mark} done\n`),
            (mark) => exited(0, `${zone(mark, "c")}${mark} done\n`),
        );
        expect([...(await hosts.configurations("global1", 0)).zones.keys()]).toEqual(["a", "b", "c"]);
    });
});
