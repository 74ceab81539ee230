import { inspect } from "node:util";
import { create } from "../../../provider/kernelZone/create";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { update } from "../../../provider/kernelZone/update";
import { parseExport } from "../../../provider/solaris/configuration/parseExport";
import type { Fault } from "../../solaris/faults";
import { failureOf } from "../failureOf";
import { inputs, outputs } from "../kernelZone/bags";
import { changesMade, startWorld, type World } from "../migration/world";

let world: World;
afterEach(() => world.stop());

const start = async (zones = [{ name: "kzone1", config: { memory: "4G" } }]) => {
    world = await startWorld({ hosts: [{ name: "global1", zones }] });
};
const zone = () => world.fleet.zone("global1", "kzone1");
const state = () => outputs("global1", { uuid: zone()?.uuid });
const change = (config: PropertyBag) => update("the-id", state(), inputs({ config }), world.context);
const refuse = (command: string, ...lines: string[]) => {
    world.fleet.addFault("global1", { kind: "refuse", command, lines } satisfies Fault);
};

describe("a secret that zonecfg prints when it refuses it is not shown", () => {
    const secret = "S3cretKeyMaterial";
    const config = {
        keysource: { raw: secret },
        attrs: [{ name: "api-token", type: "string", value: "T0kenOfTheApi" }],
    };
    const echoed = ["On line 2:", `${secret}: Invalid argument`, "raw=S3cretKeyMat... T0kenOfTheApi"];
    const leaks = /S3cret|Material|T0ken|OfTheApi/;

    it("of a stored configuration", async () => {
        await start();
        refuse("zonecfg -f", ...echoed);
        const error = await failureOf(change(config));
        expect(inspect(error, { depth: Infinity })).toMatch(/On line 2:[^]*\[not shown\]: Invalid argument/);
        expect(inspect(error, { depth: Infinity })).not.toMatch(leaks);
        expect(error).toMatchObject({ code: "CONFIG_REFUSED" });
        expect(inspect(world.reporter.reports)).not.toMatch(leaks);
    });

    it("of a running zone", async () => {
        await start();
        // An attribute is of no concern to the running zone, so the script has none.
        refuse("zonecfg -r -f", ...echoed.map((line) => line.replace(" T0kenOfTheApi", "")));
        const { outs } = await change(config);
        const said = JSON.stringify([outs["warnings"], world.reporter.reports]);
        expect(said).toContain("[not shown]: Invalid argument");
        expect(said).not.toMatch(leaks);
    });

    it("of a new zone", async () => {
        await start([]);
        refuse("zonecfg -f", ...echoed);
        const devices = [
            { id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490077", bootpri: 0 },
        ];
        const error = await failureOf(create(inputs({ adopt: false, config: { ...config, devices } }), world.context));
        expect(inspect(error, { depth: Infinity })).toMatch(/\[not shown\]: Invalid argument/);
        const { message, cause } = error as Error;
        expect(inspect([message, cause], { depth: Infinity })).not.toMatch(leaks);
    });
});

describe("the boot disk of a running zone is left alone until it is rebooted", () => {
    const lun = () => /storage=iscsi:\/\/[^/]*\/(.*)/.exec(zone()?.export ?? "")?.[1] ?? "";

    it.each<[string, () => PropertyBag]>([
        ["spelled otherwise", () => ({ id: 0, storage: `iscsi:///${lun()}`, bootpri: 0 })],
        ["with another id", () => ({ id: 1, storage: `iscsi://storage1/${lun()}`, bootpri: 0 })],
        ["exchanged", () => ({ id: 1, storage: "nfs://admin:staff@nas1/export/kz/root", bootpri: 0 })],
    ])("%s", async (_, device) => {
        await start();
        const config = { devices: [device()] };
        await previewUpdate(state(), inputs({ config }), world.context);
        expect(world.reporter.kept).toContain("at the next reboot");
        expect(world.reporter.kept).not.toContain("at once");
        const { outs } = await change(config);
        expect(changesMade(world)).toEqual(["global1 zonecfg -f"]);
        expect(outs["rebootNeededFor"]).not.toEqual([]);
        const running = parseExport(zone()?.liveExport ?? "");
        expect(running?.resources.find(({ type }) => type === "device")?.properties.get("id")).toEqual(["0"]);
    });
});

it("a configuration of which not all has come is not changed", async () => {
    await start();
    const before = zone()?.export ?? "";
    const storage = /storage=(.*)/.exec(before)?.[1];
    world.fleet.addFault("global1", {
        kind: "truncate-output",
        command: "zonecfg export",
        bytes: before.indexOf("set bootpri=0"),
        times: 1,
    });
    const error = await failureOf(change({ devices: [{ id: 0, storage, bootpri: 0 }] }));
    expect(error).toMatchObject({ code: "OUTPUT_NOT_UNDERSTOOD" });
    expect(zone()?.export).toBe(before);
    expect(changesMade(world)).toEqual([]);
});
