import { SolarisError } from "../../../provider/errors/solarisError";
import type { MovePlan } from "../../../provider/migration/plan";
import { restoreTarget } from "../../../provider/migration/targetConfiguration";
import { timeLimits } from "../../../provider/migration/timeLimits";
import { removeLeftover } from "../../../provider/migration/tidy";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import type { Command } from "../../../provider/transport/command";
import { inventoryOf } from "../transport/hostBuilder";
import { exited } from "../solaris/scriptedRunner";
import { ourUuid } from "./sightings";

const unreachable = new SolarisError("HOST_UNREACHABLE", { message: "no SSH connection to it", host: "it" });

/** Hosts that answer what is listed here and cannot be reached for anything else. */
function hostsAnswering(answers: Readonly<Record<string, string>>): SolarisHosts {
    const run = (_host: string, { name }: Command) => {
        const answer = answers[name];
        return answer === undefined ? Promise.reject(unreachable) : Promise.resolve(exited(0, answer));
    };
    return new SolarisHosts(inventoryOf({ global1: {}, global2: {} }), { run });
}

describe("a host that goes away just when it is to be tidied", () => {
    it("makes a warning of the source's left-over: the zone has moved, and that must be recorded", async () => {
        const warning = await removeLeftover(hostsAnswering({}), "kzone1", "global1", undefined);
        expect(warning).toContain("the configuration of kzone1 is still on global1 (no SSH connection to it)");
        expect(warning).toContain("zonecfg -z kzone1 delete -F");
    });

    it.each(["with", "without"])(
        "is told as an error of its own beside the one that is the cause, %s a configuration before",
        async (before) => {
            const configuration = { script: "create -b\n", properties: new Map(), resources: [] };
            const plan: MovePlan = {
                zone: "kzone1",
                uuid: ourUuid,
                from: "global1",
                to: "global2",
                method: "live",
                size: {},
                uri: "ssh://zadm@global2",
                targetConfiguration: { kind: "imported" },
                sourceConfiguration: configuration,
                ...(before === "with" ? { targetConfigurationBefore: configuration } : {}),
                bootAfterwards: false,
                overrides: [],
                limits: timeLimits(undefined, {}),
            };
            const hosts = hostsAnswering({
                "zoneadm list -cp": "0:global:running:/::solaris:shared:\n-:kzone1:configured:/z::solaris-kz:excl:\n",
                "zoneadm list -cs": "",
            });
            const leftover = await restoreTarget(hosts, plan);
            expect(leftover?.code).toBe("DRY_RUN_LEFTOVER");
            expect(leftover?.details.message).toContain("global2 cannot be checked");
        },
    );
});
