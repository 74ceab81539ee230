import { configSchema, type ConfigProps } from "../../../../provider/kernelZone/config/configSchema";
import { configFrom } from "../../../../provider/kernelZone/config/fromDocument";
import { documentOf, wishedDocument } from "../../../../provider/kernelZone/config/toDocument";
import { describeEdit } from "../../../../provider/solaris/configuration/describe";
import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import fc from "../../../fuzz";
import { configs, documents } from "./arbitraries";
import { StoredZone } from "./storedZone";

const runs = { numRuns: 150 };

/** The differences of two documents in words, which fast-check shows better than maps. */
function differences(found: ConfigurationDocument, wished: ConfigurationDocument): string[] {
    return editsBetween(found, wished).map(describeEdit);
}

/** The same configuration in other words: other units, spellings and orders. */
function respelled(config: ConfigProps): ConfigProps {
    const { cappedMemory, anets, devices, admins, hostCompatible, hostid, virtualCpu } = config;
    const bytes = (size: string | number): number => {
        const [, count = "0", unit = ""] = /^(\d+)([kmgt]?)$/i.exec(String(size)) ?? [];
        return Number(count) * 1024 ** ["", "k", "m", "g", "t"].indexOf(unit.toLowerCase());
    };
    return {
        ...config,
        ...(cappedMemory?.physical === undefined
            ? {}
            : { cappedMemory: { ...cappedMemory, physical: `${bytes(cappedMemory.physical) / 1024 ** 2}m` } }),
        ...(virtualCpu?.ncpus === undefined
            ? {}
            : { virtualCpu: { ncpus: `${virtualCpu.ncpus}-${virtualCpu.ncpus}` } }),
        ...(hostid === undefined ? {} : { hostid: hostid.toLowerCase().replace(/^0x/, "") }),
        ...(hostCompatible === undefined
            ? {}
            : { hostCompatible: [hostCompatible].flat().join(",").split(",").reverse() }),
        ...(anets === undefined
            ? {}
            : {
                  anets: [...anets].reverse().map((anet) => ({
                      ...anet,
                      ...(anet.macAddress?.includes(":") === true
                          ? { macAddress: anet.macAddress.toUpperCase().replaceAll(":", "-").replace(/\b0/g, "") }
                          : {}),
                      ...(anet.allowedAddress === undefined
                          ? {}
                          : { allowedAddress: [...anet.allowedAddress].reverse() }),
                      ...(anet.defrouter === undefined ? {} : { defrouter: [...anet.defrouter].reverse() }),
                  })),
              }),
        ...(devices === undefined
            ? {}
            : {
                  devices: [...devices].reverse().map((device) => ({
                      ...device,
                      storage: device.storage?.replace(/naa\..*$/, (id) => id.toUpperCase().replace("NAA", "naa")),
                  })),
              }),
        ...(admins === undefined
            ? {}
            : { admins: [...admins].reverse().map((admin) => ({ ...admin, auths: [...admin.auths].reverse() })) }),
    };
}

describe("config and zonecfg's documents", () => {
    it("are stored by zonecfg as they are declared", () => {
        fc.assert(
            fc.property(configs, (config) => {
                const document = documentOf(configSchema.parse(config));
                expect(differences(StoredZone.of(document).document, document)).toEqual([]);
            }),
            runs,
        );
    });

    it("go round without an edit: what is found is declared, and what is declared is found", () => {
        fc.assert(
            fc.property(configs, (config) => {
                const found = StoredZone.of(documentOf(configSchema.parse(config))).document;
                const declared = configFrom(found);
                expect(declared.leftOut).toEqual([]);
                expect(differences(found, wishedDocument(found, configSchema.parse(declared.config)))).toEqual([]);
                expect(differences(documentOf(configSchema.parse(declared.config)), found)).toEqual([]);
            }),
            runs,
        );
    });

    it("say the same in another form without an edit", () => {
        fc.assert(
            fc.property(configs, (config) => {
                const found = StoredZone.of(documentOf(configSchema.parse(config))).document;
                const other = configSchema.parse(respelled(config));
                expect(differences(found, wishedDocument(found, other))).toEqual([]);
            }),
            runs,
        );
    });

    it("are normalised once: parsing what was parsed changes nothing", () => {
        fc.assert(
            fc.property(configs, (config) => {
                const once = configSchema.parse(config);
                expect(configSchema.parse(once)).toEqual(once);
            }),
            runs,
        );
    });

    it("come to rest: one config after another needs no second round of edits", () => {
        fc.assert(
            fc.property(configs, configs, (before, after) => {
                const [first, second] = [configSchema.parse(before), configSchema.parse(after)];
                const zone = StoredZone.of(documentOf(first));
                zone.apply(editsBetween(zone.document, wishedDocument(zone.document, second, first)));
                const found = zone.document;
                expect(differences(found, wishedDocument(found, second, second))).toEqual([]);
                expect(differences(found, wishedDocument(found, second))).toEqual([]);
            }),
            runs,
        );
    });

    it("declare any document that a host can have without an edit", () => {
        fc.assert(
            fc.property(documents, (document) => {
                const { config } = configFrom(document);
                expect(differences(document, wishedDocument(document, configSchema.parse(config)))).toEqual([]);
            }),
            { numRuns: 400 },
        );
    });
});
