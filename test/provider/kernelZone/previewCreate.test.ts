import { previewCreate } from "../../../provider/kernelZone/previewCreate";
import type { HostSpec } from "../../solaris";
import { changesMade, startWorld, type World } from "../migration/world";
import { inputs } from "./bags";

let world: World;
afterEach(() => world.stop());

const start = async (more: Partial<HostSpec> = {}) => {
    world = await startWorld({ hosts: [{ name: "global1", ...more }, { name: "global2" }] });
};
const config = {
    cappedMemory: { physical: "2050m" },
    devices: [{ id: 0, bootpri: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490078" }],
};
const said = () => world.reporter.texts("info").join("\n");

describe("the preview of a new zone", () => {
    it("tells the steps and changes nothing", async () => {
        await start();
        await previewCreate(inputs({ adopt: false, config }), world.context);
        expect(said()).toMatch(/^creates kzone1 on global1 .*\n {2}configure .*\n {2}install .*\n {2}boot, and wait/);
        expect(changesMade(world)).toEqual([]);
    });

    it("refuses memory that is no multiple of the host's unit, which depends on its processors", async () => {
        await start({ architecture: "sparc" });
        await expect(previewCreate(inputs({ adopt: false, config }), world.context)).rejects.toMatchObject({
            code: "CONFIG_REFUSED",
            details: { property: "config.cappedMemory.physical", host: "global1" },
        });
    });

    it("tells how a zone that is taken over differs from config", async () => {
        await start({ zones: [{ name: "kzone1", config: { autoboot: false } }] });
        await previewCreate(inputs({ config: { autoboot: true } }), world.context);
        expect(said()).toMatch(/^takes over kzone1 on global1 as it is \(running\)\n.*differs from config[^]*autoboot/);
        expect(changesMade(world)).toEqual([]);
    });
});
