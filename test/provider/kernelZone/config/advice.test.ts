import { configWarnings, creationProblems, memoryUnitProblem } from "../../../../provider/kernelZone/config/advice";
import { configSchema } from "../../../../provider/kernelZone/config/configSchema";

describe("memory on hosts of an architecture", () => {
    it.each<[string, string, string | undefined]>([
        ["8g", "sparc", undefined],
        ["8g", "i386", undefined],
        ["1002m", "i386", undefined],
        ["1002m", "sparc", "1002M is not a multiple of 256M, in which SPARC hosts give memory: use 768M or 1G"],
        ["100m", "sparc", "100M is not a multiple of 256M, in which SPARC hosts give memory: use 256M"],
        ["1002m", "riscv", undefined],
    ])("of %s on %s", (physical, architecture, problem) => {
        expect(memoryUnitProblem(configSchema.parse({ cappedMemory: { physical } }), architecture)).toBe(problem);
    });

    it("is not judged where none is declared", () => {
        expect(memoryUnitProblem(configSchema.parse({}), "sparc")).toBeUndefined();
    });
});

describe("warnings about a config that is right in itself", () => {
    it("tell what cannot be checked of suspend storage", () => {
        const storage = "lu:luname.naa.5000c5000288fa25";
        expect(configWarnings(configSchema.parse({ suspend: { storage }, cappedMemory: { physical: "8g" } }))).toEqual([
            {
                property: "config.suspend.storage",
                message: "must be at least as large as the zone's memory (8G), which is not checked here",
            },
        ]);
    });

    it("tell what stands in the way of moving", () => {
        const config = configSchema.parse({
            suspend: { path: "/zones/suspend" },
            devices: [{ id: 0, match: "/dev/dsk/c1t0d0", bootpri: 0 }],
        });
        expect(configWarnings(config).map(({ property }) => property)).toEqual([
            "config.suspend.path",
            "config.devices[0].match",
        ]);
    });

    it("are none where there is nothing to say", () => {
        expect(configWarnings(configSchema.parse({ autoboot: true }))).toEqual([]);
    });
});

describe("what is lacking for making a zone", () => {
    it("is the disk from which it boots", () => {
        expect(creationProblems({ autoboot: true }).map(({ property }) => property)).toEqual(["config.devices"]);
        expect(creationProblems({ devices: "not known yet" })).toEqual([]);
    });
});
