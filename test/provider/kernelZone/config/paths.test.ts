import { configSchema } from "../../../../provider/kernelZone/config/configSchema";
import { pathOf } from "../../../../provider/kernelZone/config/paths";
import { documentOf } from "../../../../provider/kernelZone/config/toDocument";
import type { ConfigurationTarget } from "../../../../provider/solaris/configuration/document";
import { printCreation, targetOfRefusal } from "../../../../provider/solaris/configuration/printScript";
import { wholeConfig } from "./wholeConfig";

const config = configSchema.parse(wholeConfig);
const by = (type: string, property: string, value: string): ConfigurationTarget["resource"] => ({
    type,
    by: { property, value },
});

describe("the path in a program", () => {
    it.each<[ConfigurationTarget, string]>([
        [{}, "config"],
        [{ property: "boot-priority" }, "config.bootPriority"],
        [{ property: "boot-disk-protection" }, 'config.properties["boot-disk-protection"]'],
        [{ property: "brand" }, "config"],
        [{ resource: by("anet", "id", "1"), property: "lower-link" }, "config.anets[1].lowerLink"],
        [{ resource: by("anet", "id", "0"), property: "vsi-vers" }, 'config.anets[0].properties["vsi-vers"]'],
        [{ resource: by("anet", "id", "1"), property: "vlan-id" }, "config.anets[1]"],
        [{ resource: by("anet", "id", "7") }, "config.anets"],
        [{ resource: by("net", "physical", "net3"), property: "allowed-address" }, "config.nets[0].allowedAddress"],
        [{ resource: by("device", "match", "/dev/dsk/c9t0d0"), property: "id" }, "config.devices[2].id"],
        [{ resource: { type: "device", index: 1 }, property: "storage" }, "config.devices[1].storage"],
        [{ resource: { type: "admin" }, property: "auths" }, "config.admins[0].auths"],
        [{ resource: { type: "capped-memory" }, property: "pagesize-policy" }, "config.cappedMemory.pagesizePolicy"],
        [{ resource: { type: "capped-memory" }, property: "memory-reserve" }, "config.cappedMemory"],
        [{ resource: { type: "verified-boot" } }, "config.verifiedBoot"],
        [{ resource: by("attr", "name", "rack"), property: "value" }, "config.attrs[1].value"],
        [{ resource: by("npiv", "id", "0"), property: "over-hba" }, 'config.resources[0].properties["over-hba"]'],
        [{ resource: { type: "rctl" } }, "config.resources"],
    ])("of %j is %s", (target, path) => {
        expect(pathOf(config, target)).toBe(path);
    });

    it("is that of config where the program declares nothing of it", () => {
        const nothing = configSchema.parse({});
        expect(pathOf(nothing, { resource: by("anet", "id", "0") })).toBe("config");
        expect(pathOf(nothing, { resource: { type: "suspend" }, property: "path" })).toBe("config");
        expect(pathOf(nothing, { resource: { type: "npiv" } })).toBe("config");
    });

    it("is found for every line of the script that makes the zone", () => {
        const printed = printCreation(documentOf(config));
        const lines = printed.script.split("\n");
        const paths = printed.targets.map((target) => target && pathOf(config, target));
        lines.slice(0, -1).forEach((line, index) => {
            const assigned = /^(?:set|add) (?!brand)[a-z-]+[= ]/.test(line);
            if (assigned) {
                expect([line, paths[index]]).toEqual([line, expect.stringMatching(/^config\.\w/)]);
            }
        });
        const vlan = lines.indexOf("set vlan-id=12") + 1;
        const refusal = targetOfRefusal(printed, [`On line ${vlan}:`, "12: Invalid argument"]);
        expect(refusal && pathOf(config, refusal)).toBe("config.anets[0].vlanId");
    });
});
