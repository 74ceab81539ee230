import { errorCatalogue } from "../../../provider/errors/catalogue";
import { asError, renderError, SolarisError } from "../../../provider/errors/solarisError";

describe("renderError", () => {
    it("puts the sentence first, then the place, Solaris's own lines, and the way out", () => {
        const text = renderError("DRY_RUN_REFUSED", {
            message: "kzone1 cannot move to global2",
            host: "global1",
            command: "zoneadm migrate -n",
            exitCode: 1,
            lines: ["zoneadm: zone 'kzone1': boot failed:", "virtual-cpu maximum of 4."],
            remedy: "Raise the maximum:\nzonecfg -z kzone1",
        });
        expect(text.split("\n")).toEqual([
            "DRY_RUN_REFUSED: kzone1 cannot move to global2",
            "  (host global1, command zoneadm migrate -n, exit code 1)",
            "    zoneadm: zone 'kzone1': boot failed:",
            "    virtual-cpu maximum of 4.",
            "  What to do: Raise the maximum:",
            "    zonecfg -z kzone1",
        ]);
    });

    it("leaves out what is not known and takes the catalogue's remedy", () => {
        expect(renderError("SPLIT_BRAIN", { message: "both" }).split("\n")).toEqual([
            "SPLIT_BRAIN: both",
            `  What to do: ${errorCatalogue.SPLIT_BRAIN.remedy}`,
        ]);
    });

    it("names an exit code of 0, which is an answer too", () => {
        expect(renderError("COMMAND_FAILED", { message: "odd", exitCode: 0 })).toContain("(exit code 0)");
    });
});

describe("SolarisError", () => {
    it("carries code, details, cause, and a message that is complete in itself", () => {
        const cause = new Error("ECONNREFUSED");
        const details = { message: "no way in", host: "global1", cause };
        const error = new SolarisError("HOST_UNREACHABLE", details);
        expect(error).toBeInstanceOf(Error);
        expect(error).toMatchObject({ name: "SolarisError", code: "HOST_UNREACHABLE", details, cause });
        expect(error.message).toBe(renderError("HOST_UNREACHABLE", details));
    });

    it("is known as one across two copies of the package in a process", () => {
        jest.isolateModules(() => {
            const copy = jest.requireActual<{ SolarisError: typeof SolarisError }>(
                "../../../provider/errors/solarisError",
            );
            const error = new copy.SolarisError("SPLIT_BRAIN", { message: "both" });
            expect(copy.SolarisError).not.toBe(SolarisError);
            expect(error).not.toBeInstanceOf(SolarisError);
            expect(SolarisError.isInstance(error)).toBe(true);
        });
    });

    it.each([[new Error("x")], [null], [undefined], ["SolarisError"], [{ code: "SPLIT_BRAIN" }], [0]])(
        "does not take %p for one",
        (value) => {
            expect(SolarisError.isInstance(value)).toBe(false);
        },
    );

    it("keeps its brand out of what is printed or serialised", () => {
        expect(Object.keys(new SolarisError("SPLIT_BRAIN", { message: "both" }))).not.toContain("__pulumiSolarisError");
    });
});

describe("asError", () => {
    it("passes an Error through and makes one of anything else", () => {
        const error = new Error("x");
        expect(asError(error)).toBe(error);
        expect(asError("text").message).toBe("text");
        expect(asError(undefined).message).toBe("undefined");
    });
});
