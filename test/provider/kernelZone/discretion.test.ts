import { SolarisError } from "../../../provider/errors/solarisError";
import { Discretion } from "../../../provider/kernelZone/discretion";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { describeEdit } from "../../../provider/solaris/configuration/describe";
import fc from "../../fuzz";
import { inputs, outputs } from "./bags";

const wwn = "luname.naa.600144f0dbf8af1900005fd25e490003";
const marked = inputs({
    config: {
        bootargs: "-m verbose",
        virtualCpu: { ncpus: 4 },
        cappedMemory: { physical: "8192m" },
        devices: [{ id: 0, bootpri: 0, storage: `iscsi://storage1/${wwn}` }],
        anets: [{ id: 0, macAddress: "02:08:20:0e:b8:79" }],
        admins: [{ user: "jdoe", auths: ["login"] }],
        attrs: [{ name: "pin", value: "1" }],
    },
    install: { manifest: "/export/it's.xml" },
    __secretPaths: [
        ...["config.bootargs", "config.virtualCpu", "config.cappedMemory.physical", "config.devices[0].storage"],
        ...["config.anets[0].macAddress", "config.admins[0].user", "config.attrs[0].value", "install.manifest"],
    ],
});

/** What becomes of a text on its way to the user. */
function told(text: string, ...bags: [PropertyBag, PropertyBag?]): string {
    const said: string[] = [];
    const take = (each: string): void => void said.push(each);
    new Discretion(...bags).reporter({ status: take, info: take, warn: take }).info(text);
    return said.join("\n");
}

describe("what is told of a zone", () => {
    it.each([
        ["a value", "bootargs -m verbose!", "bootargs [not shown]!"],
        ["in capitals", "-M VERBOSE", "[not shown]"],
        ["cut off", "install by /export/it's...", "install by [not shown]..."],
        ["as a shell has it", String.raw`zoneadm -m '/export/it'\''s.xml'`, "zoneadm -m '[not shown]'"],
        ["a long word of it", `no such unit: ${wwn}`, "no such unit: [not shown]"],
        ["as zonecfg normalises it", "mac-address is 2:8:20:e:b8:79", "mac-address is [not shown]"],
        ["a size in other units", "8G, 8 GiB, 8192M", "[not shown], [not shown], [not shown]"],
        ["a size that was another before", "live migration (16 GiB)", "live migration ([not shown])"],
        [
            "a count with its unit",
            "8 GiB, 4 vCPUs; set ncpus=4",
            "[not shown], [not shown] vCPUs; set ncpus=[not shown]",
        ],
        ["a short value at its property", "set value=1; exit code 1", "set value=[not shown]; exit code 1"],
        ["a short name of a resource", "admin jdoe: removed; home of jdoe", "admin [not shown]: removed; home of jdoe"],
    ])("is without %s", (_, text, shown) => {
        expect(told(text, marked)).toBe(shown);
        expect(told(text, inputs(), { ...outputs("global1"), ...marked })).toBe(shown);
        expect(told(text, inputs())).toBe(text);
    });

    it("is as it was where the marked values are words of everybody's", () => {
        const bag = inputs({ state: "running", deletionPolicy: "retain", __secretPaths: ["state", "deletionPolicy"] });
        expect(told("running; retained", bag)).toBe("running; retained");
    });

    it("holds no marked text of six characters or more", () => {
        fc.assert(
            fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
                fc.pre(!"[not shown]".includes(secret));
                const bag = inputs({ install: { options: { a: secret } }, __secretPaths: ["install.options"] });
                const parts = told(`${before}${secret}${after}`, bag).split("[not shown]");
                expect(parts.some((part) => part.includes(secret))).toBe(false);
            }),
        );
    });
});

describe("while work is done for a zone", () => {
    const edit = { kind: "set", target: { property: "bootargs" }, from: ["-x"], to: ["-y"] } as const;

    it("its marked properties count as secret, also after a wait, and those of another zone do not", async () => {
        const describeLater = async (): Promise<string> => {
            await new Promise((resolve) => setTimeout(resolve, 1));
            return describeEdit(edit);
        };
        const [one, other] = await Promise.all(
            [marked, inputs()].map((bag) => new Discretion(bag).during(describeLater)),
        );
        expect(one).toBe("bootargs: changed (not shown)");
        expect(other).toBe("bootargs: -x -> -y");
        expect(describeEdit(edit)).toBe("bootargs: -x -> -y");
    });

    const thrown = (error: unknown): Promise<unknown> =>
        new Discretion(marked)
            .during(() => Promise.reject(error as Error))
            .then(
                () => undefined,
                (reason: unknown) => reason,
            );

    it("what is thrown keeps what it is, without the values", async () => {
        const cause = new SolarisError("COMMAND_FAILED", { message: "-m verbose", cause: new Error("-m verbose") });
        const error = await thrown(
            new SolarisError("CONFIG_REFUSED", {
                message: "no -m verbose",
                host: "global1",
                lines: ["On line 1:", "-m verbose"],
                remedy: "not -m verbose",
                property: "config.bootargs",
                exitCode: 1,
                cause,
            }),
        );
        expect(error).toMatchObject({
            code: "CONFIG_REFUSED",
            details: {
                message: "no [not shown]",
                host: "global1",
                lines: ["On line 1:", "[not shown]"],
                remedy: "not [not shown]",
                property: "config.bootargs",
                exitCode: 1,
                cause: { code: "COMMAND_FAILED", cause: { message: "[not shown]" } },
            },
        });
        const { message, stack = "" } = error as Error;
        expect(`${message}${stack}`).not.toContain("verbose");
        expect(message).toContain("exit code 1");
    });

    it("a partial failure keeps the outputs, and a defect its name and stack", async () => {
        const outs = { ...outputs("global1"), ...marked, warnings: ["-m verbose"] };
        expect(await thrown(new PartialFailure("id", outs, ["-m verbose"]))).toEqual(
            new PartialFailure("id", { ...outs, warnings: ["[not shown]"] }, ["[not shown]"]),
        );
        const defect = (await thrown(new TypeError("-m verbose"))) as Error;
        expect(defect).toMatchObject({ name: "TypeError", message: "[not shown]" });
        expect(defect.stack).toMatch(/^TypeError: \[not shown\]\n *at /);
    });
});

describe("outputs", () => {
    it("quote nothing, and are else as they were", () => {
        const outs = { ...outputs("global1"), ...marked, configDrift: ["bootargs: -m verbose -> not set", 1] };
        expect(new Discretion(marked).outputs(outs)).toEqual({
            ...outs,
            configDrift: ["bootargs: [not shown] -> not set", 1],
        });
        expect(new Discretion(inputs()).outputs(outs)).toEqual(outs);
        expect(new Discretion(marked).outputs({})).toEqual({});
    });

    const olds = outputs("global1", { config: { bootargs: "-x", pool: "p" }, __secretPaths: ["config.bootargs"] });

    it("remember what was a secret and is said otherwise now, for as long as the zone may run with it", () => {
        const news = inputs({ config: { pool: "p" }, __secretPaths: [] });
        const once = new Discretion(news, olds).outputs({ ...outputs("global1"), ...news });
        expect(once).toMatchObject({ __formerSecrets: [{ property: "bootargs" }], __secretPaths: [] });
        const drift = { kind: "clear", target: { property: "bootargs" }, from: ["-x"] } as const;
        const said = new Discretion(once).during(() => Promise.resolve(describeEdit(drift)));
        expect(new Discretion(news, once).outputs({ ...outputs("global1"), ...news })).toEqual(once);
        return expect(said).resolves.toBe("bootargs: cleared");
    });

    it("forget what only lost its mark", () => {
        const news = inputs({ config: { bootargs: "-x", pool: "p" }, __secretPaths: [] });
        const outs = { ...outputs("global1"), ...news };
        expect(new Discretion(news, olds).outputs(outs)).toEqual(outs);
    });

    it("hold nothing of a former configuration that the engine would not encrypt any more", () => {
        const kept = (config: unknown, ...paths: string[]) => {
            const news = inputs({ config, __secretPaths: paths });
            const outs = { ...outputs("global1"), ...news, config: olds["config"] };
            return new Discretion(news, olds).outputs(outs);
        };
        const paths = { __secretPaths: ["config.bootargs"] };
        expect(kept({ pool: "q" })).toMatchObject({ config: { pool: "p" }, ...paths });
        expect(kept({ pool: "q" })["config"]).not.toHaveProperty("bootargs");
        expect(kept({ bootargs: "-y" })).toMatchObject({ config: { bootargs: "-y", pool: "p" }, ...paths });
        expect(kept({ bootargs: "-y" }, "config.bootargs")).toMatchObject({ config: olds["config"], ...paths });
        expect(kept({ bootargs: "-y" }, "config")).toMatchObject({ config: olds["config"] });
    });
});

describe("a failed check", () => {
    const failure = (property: string, reason: string) => new Discretion(marked).failure({ property, reason }).reason;

    it("shows no part of a marked value at its own property, and no long one anywhere", () => {
        expect(failure("config.devices.0.storage", "storage1 is none")).toBe("[not shown] is none");
        expect(failure("config.attrs.0.value", "1 is none")).toBe("[not shown] is none");
        expect(failure("config.anets", "1 is none, -m verbose neither")).toBe("1 is none, [not shown] neither");
    });
});
