import { hostsWithOneZone } from "../migration/world";
import { Rig, secret } from "./rig";

let rig: Rig;
afterEach(() => rig.stop());

describe("the provider's configuration", () => {
    it("is there for the very first calls, although they come in parallel and at once", async () => {
        const zones = Array.from({ length: 8 }, (_, index) => ({ name: `kz${index}` }));
        rig = await Rig.start({ hosts: [{ name: "global1", zones }] });
        await rig.configure();
        const answers = await Promise.all(
            zones.map(({ name }) => rig.provider.read(name, rig.zone(name).outputs("global1"))),
        );
        expect(answers.map(({ id }) => id)).toEqual(zones.map(({ name }) => name));
        expect(rig.fleet.host("global1").connections.total).toBe(1);
    });

    it("may be secret as a whole; nothing of it shows anywhere", async () => {
        rig = await Rig.start({
            hosts: [
                { name: "global1", login: { publicKey: false, password: "hunter2" }, zones: [{ name: "kzone1" }] },
                { name: "global2", login: { publicKey: false, password: "hunter3" } },
            ],
        });
        const hosts = rig.fleet.inventory({
            global1: { password: "hunter2", agent: false },
            global2: { password: "wrong-hunter", agent: false },
        });
        await rig.configure({ "solaris:hosts": secret(JSON.stringify(hosts)) });
        const { inputs } = rig.zone("kzone1");
        const created = await rig.provider.create(inputs());
        const failure: unknown = await rig.provider
            .update(created.id, created.properties, inputs({ host: "global2" }))
            .catch((error: unknown) => error);
        expect(String(failure)).toContain("LOGIN_REFUSED");
        const everything = JSON.stringify([created, rig.engine.messages, rig.provider.printed, String(failure)]);
        expect(everything).not.toContain("hunter");
    });

    it("that is malformed is a failure of check, with the path and without values or stack traces", async () => {
        rig = await Rig.start(hostsWithOneZone(["global1"]));
        const hosts = { global1: { port: 99999, passwort: "hunter2" } };
        await rig.configure({ "solaris:hosts": JSON.stringify(hosts) });
        const { failures } = await rig.provider.check({}, rig.zone("kzone1").inputs());
        expect(failures).toHaveLength(1);
        expect(failures[0]?.property).toBe("");
        expect(failures[0]?.reason).toMatch(/HOSTS_CONFIG_INVALID[^]*solaris:hosts\.global1\.port/);
        expect(failures[0]?.reason).not.toContain("hunter2");
        expect(rig.provider.printed).toEqual([]);
    });

    it("leaves faults of inputs where the engine can show them: a nested path stands in the text", async () => {
        rig = await Rig.start(hostsWithOneZone(["global1"]));
        await rig.configure();
        const news = rig.zone("kzone1").inputs({ host: "globall1", migration: { port: 0 } });
        const { failures } = await rig.provider.check({}, news);
        expect(failures).toEqual([
            { property: "", reason: "migration.port: must be a port number, 1 to 65535" },
            { property: "host", reason: expect.stringContaining('did you mean "global1"?') as string },
        ]);
    });

    it("that is missing is a failure of check and of create, but not of delete", async () => {
        rig = await Rig.start(hostsWithOneZone(["global1"]));
        await rig.provider.configure({ "project:size": "large", "solaris:sshConfig": "none" });
        const { inputs, outputs, urn } = rig.zone("kzone1");
        const { failures } = await rig.provider.check({}, inputs());
        expect(failures[0]?.reason).toMatch(
            /HOST_UNKNOWN: "global1" is neither in solaris:hosts \(which is empty or not set\) nor known to OpenSSH/,
        );
        await expect(rig.provider.create(inputs())).rejects.toThrow(/HOST_UNKNOWN/);
        await rig.provider.delete("id", outputs("global1"));
        expect(rig.messagesOf(urn).at(-1)?.text).toBe("kzone1 is no longer managed; it is left as it is on global1");
        expect(rig.fleet.commands()).toEqual([]);
    });
});
