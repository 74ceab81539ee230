import { errorCatalogue } from "../../../../provider/errors/catalogue";
import {
    concern,
    describeFindings,
    hasErrors,
    problem,
    refusalOf,
} from "../../../../provider/migration/preflight/findings";
import { preflight } from "../../../../provider/migration/preflight/preflight";
import { known } from "../../../../provider/solaris/hostFacts";
import { seen } from "../sightings";
import { codesOf, configuration, device, inputOf, soundFacts } from "./inputs";

const storage = problem("STORAGE_LOCAL", {
    message: "device 1 is local",
    property: "zoneName",
    host: "global1",
    remedy: "Move it:\nzoneadm move",
});
const name = problem("TARGET_NAME_TAKEN", {
    message: "taken",
    property: "host",
    lines: ["UUID: x"],
    remedy: "Rename it.",
});
const links = concern("LOWER_LINK_MISSING", { message: "no net0", property: "hostOverrides", remedy: "Name one." });

describe("findings", () => {
    it("have the remedy of their code's page where they bring none", () => {
        const { remedy } = problem("SAME_MACHINE", { message: "x", property: "host" });
        expect(remedy).toBe(errorCatalogue.SAME_MACHINE.remedy);
    });

    it("are described in a line each, with what belongs to them below", () => {
        expect(describeFindings([name, links])).toEqual([
            "error TARGET_NAME_TAKEN (host): taken",
            "    UUID: x",
            "  What to do: Rename it.",
            "warning LOWER_LINK_MISSING (hostOverrides): no net0",
            "  What to do: Name one.",
        ]);
        expect(describeFindings([storage])).toEqual([
            "error STORAGE_LOCAL (zoneName): device 1 is local",
            "  What to do: Move it:",
            "    zoneadm move",
        ]);
        expect([hasErrors([links]), hasErrors([links, name])]).toEqual([false, true]);
    });
});

describe("a refusal", () => {
    it("by one finding keeps its code, and shows the warnings too", () => {
        const error = refusalOf([links, name]);
        expect(error).toMatchObject({
            code: "TARGET_NAME_TAKEN",
            details: { message: "taken", property: "host", remedy: "Rename it." },
        });
        expect(error.details.lines).toEqual(["UUID: x", ...describeFindings([links])]);
        expect(refusalOf([storage]).details.lines).toBeUndefined();
    });

    it("by several tells all at once", () => {
        const error = refusalOf([storage, links, name]);
        expect(error.code).toBe("PREFLIGHT_REFUSED");
        expect(error.details).not.toHaveProperty("property");
        expect(error.message.split("\n")).toEqual([
            "PREFLIGHT_REFUSED: 2 things are in the way of the move, so no dry run was made",
            ...describeFindings([storage, name, links]).map((line) => `    ${line}`),
            `  What to do: ${errorCatalogue.PREFLIGHT_REFUSED.remedy}`,
        ]);
    });

    it("names the property where all are about one", () => {
        expect(refusalOf([name, { ...storage, property: "host" }]).details.property).toBe("host");
    });

    it("is not made of warnings", () => {
        expect(() => refusalOf([links])).toThrow(TypeError);
    });
});

it("all that is wrong on both sides is found at once, errors first", () => {
    const input = inputOf({
        source: seen("global1", "installed"),
        target: seen("global2", "running"),
        overrides: [{ id: 9, lowerLink: "net1" }],
        sourceConfiguration: configuration({ devices: device(0, "set storage=file:///x") }),
        targetFacts: soundFacts("global2", {
            maintenance: known({ kind: "maintenance", records: [] }),
            links: known(["net7"]),
        }),
    });
    expect(codesOf(input)).toEqual([
        "error ZONE_NOT_RUNNING",
        "error TARGET_NAME_TAKEN",
        "error TARGET_IN_MAINTENANCE",
        "error STORAGE_LOCAL",
        "error TARGET_PREPARE_FAILED",
        "warning LOWER_LINK_MISSING",
    ]);
    expect(refusalOf(preflight(input)).details.lines).toHaveLength(describeFindings(preflight(input)).length);
});
